package org.mailroom.mailstore.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.RecordKind;

import java.util.Base64;

/** How names lie on disk: sealed to be shown, hashed under a key to be found. */
public final class SealedNames {
    private SealedNames() {}

    /** A mailbox's name, bound to the mailbox's id. */
    public static byte[] seal(AccountKey key, long mailboxId, MailboxName name) {
        return key.sealRecord(RecordKind.MAILBOX, mailboxId, name.value().getBytes(UTF_8));
    }

    public static MailboxName open(AccountKey key, long mailboxId, byte[] sealed) {
        return new MailboxName(
                new String(key.openRecord(RecordKind.MAILBOX, mailboxId, sealed), UTF_8));
    }

    /** Equal for equal names of one account. */
    public static String hash(AccountKey key, MailboxName name) {
        return text(key.hash(HashKind.MAILBOX, name.value().getBytes(UTF_8)));
    }

    static String text(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
