package org.mailroom.imap.command;

/**
 * A pattern of LIST and LSUB: "*" stands for anything, "%" for anything within one level, INBOX in
 * any case for itself. Matching takes at most name times pattern steps. RFC 9051 §6.3.9.
 */
public record ListPattern(String text) {
    /** The pattern that a reference and a mailbox argument make together. */
    public static ListPattern of(String reference, String pattern) {
        return new ListPattern(pattern.isEmpty() ? "" : reference + pattern);
    }

    /** Whether this asks for the hierarchy delimiter rather than for mailboxes. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    public boolean matches(MailboxName name) {
        return matches(name.value());
    }

    /** Whether a canonical name, or a parent of one, matches. */
    public boolean matches(String name) {
        int anyCase = MailboxName.inboxPrefix(name);
        // Which positions of the pattern are reachable after each character of the name.
        boolean[] at = new boolean[text.length() + 1];
        at[0] = true;
        skipWildcards(at);
        for (int i = 0; i < name.length(); i++) {
            at = step(at, name.charAt(i), i < anyCase);
        }
        return at[text.length()];
    }

    private boolean[] step(boolean[] at, char c, boolean anyCase) {
        boolean[] next = new boolean[at.length];
        for (int p = 0; p < text.length(); p++) {
            if (!at[p]) {
                continue;
            }
            char wanted = text.charAt(p);
            if (wanted == '*' || (wanted == '%' && c != MailboxName.DELIMITER)) {
                next[p] = true;
            } else if (wanted == c || (anyCase && Character.toUpperCase(wanted) == c)) {
                next[p + 1] = true;
            }
        }
        skipWildcards(next);
        return next;
    }

    private void skipWildcards(boolean[] at) {
        for (int p = 0; p < text.length(); p++) {
            if (at[p] && (text.charAt(p) == '*' || text.charAt(p) == '%')) {
                at[p + 1] = true;
            }
        }
    }
}
