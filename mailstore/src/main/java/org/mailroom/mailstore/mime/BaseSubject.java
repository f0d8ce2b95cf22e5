package org.mailroom.mailstore.mime;

/** What is left of a subject for threads, and whether it was a reply or forward. RFC 5256 §2.1. */
public record BaseSubject(String text, boolean replyOrForward) {
    /** No line is longer, and what is stripped here is looked at again and again. */
    private static final int MAX = 998;

    /** Of a decoded subject. */
    public static BaseSubject of(String subject) {
        String bounded = subject.substring(0, Math.min(subject.length(), MAX));
        String text = bounded.replaceAll("[ \t\r\n]+", " ");
        boolean reply = false;
        while (true) {
            while (endsWithIgnoreCase(text, "(fwd)") || text.endsWith(" ")) {
                reply |= !text.endsWith(" ");
                text = text.substring(0, text.length() - (text.endsWith(" ") ? 1 : 5));
            }
            int from = 0;
            while (true) {
                int leader = afterLeader(text, from);
                if (leader > from) {
                    reply |= text.charAt(leader - 1) == ':';
                    from = leader;
                    continue;
                }
                int blob = afterBlob(text, from);
                if (blob == from || blob == text.length()) break;
                from = blob;
            }
            text = text.substring(from);
            if (!startsWithIgnoreCase(text, 0, "[fwd:") || !text.endsWith("]")) break;
            text = text.substring(5, text.length() - 1);
            reply = true;
        }
        return new BaseSubject(text, reply);
    }

    /** Past a space, or past {@code [blob] re [blob]:}. */
    private static int afterLeader(String text, int from) {
        if (from < text.length() && text.charAt(from) == ' ') return from + 1;
        int at = from;
        for (int blob = afterBlob(text, at); blob > at; blob = afterBlob(text, at)) at = blob;
        if (startsWithIgnoreCase(text, at, "re")) {
            at += 2;
        } else if (startsWithIgnoreCase(text, at, "fwd")) {
            at += 3;
        } else if (startsWithIgnoreCase(text, at, "fw")) {
            at += 2;
        } else {
            return from;
        }
        while (at < text.length() && text.charAt(at) == ' ') at++;
        at = afterBlob(text, at);
        return at < text.length() && text.charAt(at) == ':' ? at + 1 : from;
    }

    private static int afterBlob(String text, int from) {
        if (from >= text.length() || text.charAt(from) != '[') return from;
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != ']') {
            if (text.charAt(at) == '[') return from;
            at++;
        }
        if (at == text.length()) return from;
        at++;
        while (at < text.length() && text.charAt(at) == ' ') at++;
        return at;
    }

    private static boolean startsWithIgnoreCase(String text, int at, String prefix) {
        return text.regionMatches(true, at, prefix, 0, prefix.length());
    }

    private static boolean endsWithIgnoreCase(String text, String suffix) {
        return startsWithIgnoreCase(text, text.length() - suffix.length(), suffix);
    }
}
