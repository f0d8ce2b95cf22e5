package org.mailroom.imap.command;

import java.text.Normalizer;

/**
 * A mailbox's full name as Unicode, levels parted by {@value #DELIMITER}. INBOX, alone or as the
 * first level, is in upper case whatever the client wrote. Normalised to NFC. RFC 9051 §5.1.
 *
 * <p>Which names may be created is the store's to say; here are only those no wire form can carry.
 */
public record MailboxName(String value) {
    public static final char DELIMITER = '/';
    public static final int MAX_LENGTH = 1000;
    private static final String INBOX_TEXT = "INBOX";
    public static final MailboxName INBOX = new MailboxName(INBOX_TEXT);

    public MailboxName {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("mailbox name of length " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // RFC 5198 §2, RFC 9051 §9: no controls, no line or paragraph separators.
            if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) {
                throw new IllegalArgumentException("control character in a mailbox name");
            }
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < value.length()
                                && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException("half a character in a mailbox name");
                }
                i++;
            }
        }
        value = foldInbox(Normalizer.normalize(value, Normalizer.Form.NFC));
    }

    /** From the wire form every client of IMAP4rev1 uses. RFC 3501 §5.1.3. */
    public static MailboxName ofModifiedUtf7(String wire) {
        return new MailboxName(ModifiedUtf7.decode(wire));
    }

    /** To the wire form every client of IMAP4rev1 understands. RFC 3501 §5.1.3. */
    public String modifiedUtf7() {
        return ModifiedUtf7.encode(value);
    }

    public boolean isInbox() {
        return value.equals(INBOX_TEXT);
    }

    private static String foldInbox(String name) {
        return INBOX_TEXT.substring(0, inboxPrefix(name)) + name.substring(inboxPrefix(name));
    }

    /** How many characters at the start are the first level INBOX in some case: all of it or 0. */
    static int inboxPrefix(String name) {
        int length = INBOX_TEXT.length();
        boolean inbox =
                name.regionMatches(true, 0, INBOX_TEXT, 0, length)
                        && (name.length() == length || name.charAt(length) == DELIMITER);
        return inbox ? length : 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
