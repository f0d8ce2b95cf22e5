package org.mailroom.mailstore.mailbox;

import org.mailroom.mailstore.refusal.Refused;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * A mailbox's whole name, levels parted by {@code /}. Unicode in form NFC; the level INBOX at the
 * front is spelled in capitals whatever the case it came in. RFC 9051 §5.1.
 */
public record MailboxName(String value) implements Comparable<MailboxName> {
    public static final char SEPARATOR = '/';
    public static final MailboxName INBOX = new MailboxName("INBOX");

    /** Most bytes of UTF-8. */
    public static final int MAX_BYTES = 1000;

    /** Most levels. */
    public static final int MAX_LEVELS = 32;

    /** Throws {@link Refused} with BAD_NAME, saying what is wrong with it. */
    public MailboxName {
        value = Normalizer.normalize(value, Normalizer.Form.NFC);
        if (value.regionMatches(true, 0, "INBOX", 0, 5)
                && (value.length() == 5 || value.charAt(5) == SEPARATOR)) {
            value = "INBOX" + value.substring(5);
        }
        check(value);
    }

    private static void check(String value) {
        if (value.isEmpty()) {
            throw bad("is empty");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw bad("is longer than " + MAX_BYTES + " bytes");
        }
        int levels = 0;
        for (String level : value.split("/", -1)) {
            levels++;
            if (level.isEmpty()) {
                throw bad("has an empty level");
            }
            if (!level.strip().equals(level)) {
                throw bad("has a level that begins or ends with a space");
            }
        }
        if (levels > MAX_LEVELS) {
            throw bad("has more than " + MAX_LEVELS + " levels");
        }
        value.codePoints()
                .filter(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFFFD)
                .findFirst()
                .ifPresent(
                        c -> {
                            throw bad("holds a control or replacement character");
                        });
    }

    private static Refused bad(String what) {
        return new Refused(Refused.Reason.BAD_NAME, "Mailbox name " + what);
    }

    public boolean isInbox() {
        return value.equals("INBOX");
    }

    /** The name one level up; empty at the top. */
    public Optional<MailboxName> parent() {
        int at = value.lastIndexOf(SEPARATOR);
        return at < 0 ? Optional.empty() : Optional.of(new MailboxName(value.substring(0, at)));
    }

    /** Whether this lies below {@code other}, at any depth. */
    public boolean isBelow(MailboxName other) {
        return value.length() > other.value.length()
                && value.startsWith(other.value)
                && value.charAt(other.value.length()) == SEPARATOR;
    }

    /** This name with the leading {@code from} replaced by {@code to}. */
    public MailboxName moved(MailboxName from, MailboxName to) {
        return new MailboxName(to.value + value.substring(from.value.length()));
    }

    @Override
    public int compareTo(MailboxName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
