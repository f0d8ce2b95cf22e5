package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads an address list of any quality into the four strings that ENVELOPE shows, quoting removed,
 * encoded words as they are, one char an octet. RFC 5322 §3.4 and §4.4.
 */
final class AddressParser {
    /**
     * An address, or (host null) the start of a group named by mailbox, or (mailbox null too) the
     * end of one. RFC 9051 §7.5.2.
     */
    record Entry(
            @Nullable String name,
            @Nullable String route,
            @Nullable String mailbox,
            @Nullable String host) {
        boolean isAddress() {
            return host != null;
        }
    }

    /** An address of three octets becomes a hundred in ENVELOPE; nobody writes to more people. */
    private static final int MAX_ENTRIES = 10_000;

    private static final Entry GROUP_END = new Entry(null, null, null, null);

    private final String text;
    private int at;
    private boolean inGroup;
    private final List<Entry> entries;

    /** What has been read of the address at hand. */
    private final StringBuilder phrase = new StringBuilder();

    private final StringBuilder local = new StringBuilder();
    private @Nullable String host;
    private @Nullable String comment;
    private boolean space;

    private AddressParser(String text, List<Entry> entries) {
        this.text = text;
        this.entries = entries;
    }

    static List<Entry> parse(String octets) {
        List<Entry> entries = new ArrayList<>(4);
        parse(octets, entries);
        return entries;
    }

    /** Adds the addresses to those there are, as far as there is room. */
    static void parse(String octets, List<Entry> entries) {
        new AddressParser(octets, entries).parse();
    }

    private void parse() {
        while (at < text.length() && entries.size() < MAX_ENTRIES) {
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t', '\r', '\n' -> {
                    space = true;
                    at++;
                }
                case '(' -> comment = comment();
                case '"' -> word(quoted());
                case '<' -> angle();
                case '@' -> {
                    at++;
                    host = domain();
                    phrase.append('@').append(host);
                }
                case ':' -> colon();
                case ',' -> {
                    at++;
                    finish();
                }
                case ';' -> {
                    at++;
                    finish();
                    if (inGroup) entries.add(GROUP_END);
                    inGroup = false;
                }
                default -> word(atom());
            }
        }
        finish();
        if (inGroup) entries.add(GROUP_END);
    }

    private void word(String word) {
        boolean joins =
                !space
                        || word.startsWith(".")
                        || (!local.isEmpty() && local.charAt(local.length() - 1) == '.');
        if (!joins) local.setLength(0);
        local.append(word);
        if (space && !phrase.isEmpty()) phrase.append(' ');
        phrase.append(word);
        space = false;
    }

    private void colon() {
        at++;
        if (inGroup || host != null || phrase.isEmpty()) {
            word(":");
            return;
        }
        entries.add(new Entry(null, null, phrase.toString(), null));
        inGroup = true;
        reset();
    }

    private void angle() {
        int close = text.indexOf('>', at);
        String inside = text.substring(at + 1, close < 0 ? text.length() : close).strip();
        String route = null;
        int colon = inside.startsWith("@") ? inside.indexOf(':') : -1;
        if (colon > 0) {
            route = inside.substring(0, colon);
            inside = inside.substring(colon + 1);
        }
        String name = phrase.toString();
        at = close < 0 ? text.length() : close + 1;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ';') {
            if (text.charAt(at) == '(') {
                comment = comment();
            } else {
                at++;
            }
        }
        int split = inside.lastIndexOf('@');
        String mailbox = split < 0 ? inside : inside.substring(0, split);
        entries.add(
                new Entry(
                        !name.isEmpty() ? name : comment,
                        route,
                        unquoted(mailbox.strip()),
                        split < 0 ? "" : inside.substring(split + 1).strip()));
        reset();
    }

    private void finish() {
        if (host != null) {
            entries.add(new Entry(comment, null, local.toString(), host));
        } else if (!phrase.isEmpty()) {
            entries.add(new Entry(comment, null, phrase.toString(), ""));
        }
        reset();
    }

    private void reset() {
        phrase.setLength(0);
        local.setLength(0);
        host = null;
        comment = null;
        space = false;
    }

    private String atom() {
        int start = at;
        while (at < text.length() && " \t\r\n(\"<@:,;".indexOf(text.charAt(at)) < 0) at++;
        return text.substring(start, at);
    }

    private String domain() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) at++;
        int start = at;
        if (at < text.length() && text.charAt(at) == '[') {
            int close = text.indexOf(']', at);
            at = close < 0 ? text.length() : close + 1;
        } else {
            while (at < text.length() && " \t\r\n(\"<,;>".indexOf(text.charAt(at)) < 0) at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                break;
            }
            if (c == '\\' && at + 1 < text.length()) c = text.charAt(++at);
            value.append(c);
        }
        return value.toString();
    }

    private String comment() {
        StringBuilder value = new StringBuilder();
        int depth = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '(' && depth++ == 0) continue;
            if (c == ')' && --depth == 0) {
                at++;
                break;
            }
            if (c == '\\' && at + 1 < text.length()) c = text.charAt(++at);
            value.append(c);
        }
        return value.toString().strip();
    }

    private static String unquoted(String local) {
        if (local.length() < 2 || local.charAt(0) != '"') return local;
        return new AddressParser(local, new ArrayList<>(0)).quoted();
    }
}
