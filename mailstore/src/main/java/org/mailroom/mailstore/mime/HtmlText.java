package org.mailroom.mailstore.mime;

import java.util.Locale;
import java.util.Map;

/** The words of an HTML text, good enough for a preview; not for showing, not for searching. */
final class HtmlText {
    private static final Map<String, String> ENTITIES =
            Map.ofEntries(
                    Map.entry("amp", "&"),
                    Map.entry("lt", "<"),
                    Map.entry("gt", ">"),
                    Map.entry("quot", "\""),
                    Map.entry("apos", "'"),
                    Map.entry("nbsp", " "),
                    Map.entry("copy", "©"),
                    Map.entry("reg", "®"),
                    Map.entry("euro", "€"),
                    Map.entry("hellip", "…"),
                    Map.entry("ndash", "–"),
                    Map.entry("mdash", "—"),
                    Map.entry("lsquo", "‘"),
                    Map.entry("rsquo", "’"),
                    Map.entry("ldquo", "“"),
                    Map.entry("rdquo", "”"),
                    Map.entry("auml", "ä"),
                    Map.entry("ouml", "ö"),
                    Map.entry("uuml", "ü"),
                    Map.entry("Auml", "Ä"),
                    Map.entry("Ouml", "Ö"),
                    Map.entry("Uuml", "Ü"),
                    Map.entry("szlig", "ß"),
                    Map.entry("eacute", "é"),
                    Map.entry("egrave", "è"),
                    Map.entry("agrave", "à"),
                    Map.entry("ccedil", "ç"),
                    Map.entry("ntilde", "ñ"));

    private HtmlText() {}

    static String strip(String html) {
        StringBuilder text = new StringBuilder(html.length() / 2);
        int at = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<' && startsTag(html, at)) {
                at = afterTag(html, at);
                text.append(' ');
            } else if (c == '&') {
                at = entity(html, at, text);
            } else {
                text.append(c);
                at++;
            }
        }
        return text.toString();
    }

    private static boolean startsTag(String html, int at) {
        if (at + 1 == html.length()) return true;
        char next = html.charAt(at + 1);
        return next == '/' || next == '!' || next == '?' || Character.isLetter(next);
    }

    /** Past the tag, and past its content if that is not for reading. */
    private static int afterTag(String html, int at) {
        if (html.startsWith("<!--", at)) return after(html, "-->", at);
        int end = after(html, ">", at);
        for (String hidden : new String[] {"script", "style", "title", "head"}) {
            int after = at + 1 + hidden.length();
            if (html.regionMatches(true, at + 1, hidden, 0, hidden.length())
                    && after < html.length()
                    && !Character.isLetterOrDigit(html.charAt(after))) {
                int close = indexOfClosing(html, hidden, end);
                return close < 0 ? html.length() : after(html, ">", close);
            }
        }
        return end;
    }

    private static int indexOfClosing(String html, String name, int from) {
        for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
            if (html.regionMatches(true, at + 2, name, 0, name.length())) return at;
        }
        return -1;
    }

    private static int after(String html, String what, int from) {
        int at = html.indexOf(what, from);
        return at < 0 ? html.length() : at + what.length();
    }

    private static int entity(String html, int at, StringBuilder text) {
        int end = html.indexOf(';', at, Math.min(html.length(), at + 12));
        if (end > at) {
            String name = html.substring(at + 1, end);
            int code = name.startsWith("#") ? number(name.substring(1)) : -1;
            if (Character.isValidCodePoint(code)) {
                text.appendCodePoint(code);
                return end + 1;
            }
            String known = ENTITIES.get(name);
            if (known != null) {
                text.append(known);
                return end + 1;
            }
        }
        text.append('&');
        return at + 1;
    }

    private static int number(String digits) {
        try {
            boolean hex = digits.toLowerCase(Locale.ROOT).startsWith("x");
            return hex ? Integer.parseInt(digits.substring(1), 16) : Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
