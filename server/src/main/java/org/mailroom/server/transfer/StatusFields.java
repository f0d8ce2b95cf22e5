package org.mailroom.server.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Flags as mbox files keep them, in header fields: {@code Status}, {@code X-Status} and {@code
 * X-Keywords}, as most mail programs write them; Thunderbird's and Gmail's are read, too.
 */
final class StatusFields {
    private static final Map<Character, String> STATUS = Map.of('R', "\\Seen");
    private static final Map<Character, String> X_STATUS =
            new TreeMap<>(
                    Map.of('A', "\\Answered", 'D', "\\Deleted", 'F', "\\Flagged", 'T', "\\Draft"));

    private StatusFields() {}

    /**
     * The three lines an export puts before the message's own header. Import takes them off again
     * where all three stand first, in this order; fields elsewhere are the message's own and stay.
     */
    static String write(List<String> flags) {
        StringBuilder letters = new StringBuilder();
        X_STATUS.forEach(
                (letter, flag) -> {
                    if (flags.contains(flag)) {
                        letters.append((char) letter);
                    }
                });
        String keywords =
                String.join(" ", flags.stream().filter(f -> !f.startsWith("\\")).toList());
        return "Status: %s\nX-Status: %s\nX-Keywords: %s\n"
                .formatted(flags.contains("\\Seen") ? "RO" : "O", letters, keywords);
    }

    /** Whether these are the first lines of a message that {@link #write} put there. */
    static boolean written(List<String> firstLines) {
        return firstLines.size() >= 3
                && firstLines.get(0).startsWith("Status: ")
                && firstLines.get(1).startsWith("X-Status: ")
                && firstLines.get(2).startsWith("X-Keywords: ");
    }

    /** Flags told by the lines of a header. */
    static List<String> read(List<String> lines) {
        List<String> flags = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "status" -> letters(value, STATUS, flags);
                case "x-status" -> letters(value, X_STATUS, flags);
                case "x-keywords", "x-mozilla-keys" -> words(value, " ", flags);
                case "x-mozilla-status" -> mozilla(value, flags);
                case "x-gmail-labels" -> gmail(value, flags);
                default -> {}
            }
        }
        return flags.stream().distinct().toList();
    }

    private static void letters(String value, Map<Character, String> known, List<String> flags) {
        known.forEach(
                (letter, flag) -> {
                    if (value.indexOf(letter) >= 0) {
                        flags.add(flag);
                    }
                });
    }

    private static void words(String value, String separator, List<String> flags) {
        Arrays.stream(value.split(separator))
                .map(String::strip)
                .filter(word -> word.matches("[!-~&&[^\\\\(){%*\"\\]]]{1,60}"))
                .forEach(flags::add);
    }

    /** Bits of nsMsgMessageFlags: read 1, replied 2, marked 4, forwarded 0x1000. */
    private static void mozilla(String value, List<String> flags) {
        if (!value.matches("[0-9a-fA-F]{1,8}")) {
            return;
        }
        long bits = Long.parseLong(value, 16);
        if ((bits & 1) != 0) {
            flags.add("\\Seen");
        }
        if ((bits & 2) != 0) {
            flags.add("\\Answered");
        }
        if ((bits & 4) != 0) {
            flags.add("\\Flagged");
        }
        if ((bits & 0x1000) != 0) {
            flags.add("$Forwarded");
        }
    }

    private static void gmail(String value, List<String> flags) {
        List<String> labels = List.of(value.split(","));
        if (!labels.contains("Unread")) {
            flags.add("\\Seen");
        }
        if (labels.contains("Starred")) {
            flags.add("\\Flagged");
        }
    }
}
