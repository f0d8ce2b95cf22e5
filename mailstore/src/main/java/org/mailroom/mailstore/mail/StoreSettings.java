package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.blob.BlobSettings;
import org.mailroom.mailstore.rows.DatabaseSettings;

import java.time.Duration;

/**
 * Settings of the mail store.
 *
 * @param messageBytes largest message taken, in octets
 * @param idleAccounts accounts kept open in memory without anybody using them
 * @param viewMessages messages of opened mailboxes kept in memory, all accounts together; 40 bytes
 *     each
 * @param summaryBytes octets of message summaries kept in memory, decrypted
 * @param housekeeping how often deleted mail is cleared away and files are compacted
 * @param database where rows are kept
 * @param blobs how message contents are kept
 */
public record StoreSettings(
        long messageBytes,
        int idleAccounts,
        long viewMessages,
        long summaryBytes,
        Duration housekeeping,
        DatabaseSettings database,
        BlobSettings blobs) {
    public static final StoreSettings DEFAULT =
            new StoreSettings(
                    50L << 20,
                    5_000,
                    3_000_000,
                    64L << 20,
                    Duration.ofMinutes(30),
                    DatabaseSettings.DEFAULT,
                    BlobSettings.DEFAULTS);

    public StoreSettings {
        require("messageBytes", messageBytes, 64 << 10, 2L << 30);
        require("idleAccounts", idleAccounts, 0, 10_000_000);
        require("viewMessages", viewMessages, 1_000, 1L << 40);
        require("summaryBytes", summaryBytes, 0, 1L << 40);
        require("housekeeping seconds", housekeeping.toSeconds(), 1, 86_400);
    }

    private static void require(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " must be " + min + " to " + max + ", not " + value);
        }
    }

    /** The same with other rows; for tests and the command line. */
    public StoreSettings with(DatabaseSettings other) {
        return new StoreSettings(
                messageBytes, idleAccounts, viewMessages, summaryBytes, housekeeping, other, blobs);
    }
}
