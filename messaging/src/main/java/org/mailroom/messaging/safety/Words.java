package org.mailroom.messaging.safety;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.TamperedException;

import java.util.List;

/** People's words in rows of this package: bounded, and sealed under somebody's key. */
final class Words {
    /** Longest reason, in characters. */
    static final int REASON = 1_000;

    /** Not in what people write: see {@link #checked}. */
    private static final String BETWEEN = "\0";

    private Words() {}

    /** Throws LIMIT if it is too long. */
    static String checked(String text) {
        String clean = text.strip().replace(BETWEEN, "");
        if (clean.length() > REASON) {
            throw new Refused(
                    Refused.Reason.LIMIT, "A reason has at most " + REASON + " characters");
        }
        return clean;
    }

    static byte[] seal(AccountKey key, long id, String... words) {
        return key.sealRecord(RecordKind.SAFETY, id, String.join(BETWEEN, words).getBytes(UTF_8));
    }

    static List<String> open(AccountKey key, long id, byte[] sealed) {
        try {
            String words = new String(key.openRecord(RecordKind.SAFETY, id, sealed), UTF_8);
            return List.of(words.split(BETWEEN, -1));
        } catch (TamperedException e) {
            throw new Refused(Refused.Reason.CORRUPT, "A reason is damaged on disk", e);
        }
    }
}
