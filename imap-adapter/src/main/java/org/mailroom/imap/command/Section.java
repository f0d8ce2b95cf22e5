package org.mailroom.imap.command;

import java.util.List;

/**
 * Which bytes of a message: a body part by its numbers, and what of it. Field names are as the
 * client wrote them, since the answer repeats them. RFC 9051 §6.4.5.1.
 */
public record Section(List<Integer> part, Text text, List<String> fields) {
    public static final Section WHOLE = new Section(List.of(), Text.ALL, List.of());
    public static final Section HEADER = new Section(List.of(), Text.HEADER, List.of());
    public static final Section TEXT = new Section(List.of(), Text.TEXT, List.of());

    /** What of the part; ALL is the whole message or the part's content. */
    public enum Text {
        ALL(""),
        HEADER("HEADER"),
        HEADER_FIELDS("HEADER.FIELDS"),
        HEADER_FIELDS_NOT("HEADER.FIELDS.NOT"),
        TEXT("TEXT"),
        MIME("MIME");

        private final String wire;

        Text(String wire) {
            this.wire = wire;
        }

        public String wire() {
            return wire;
        }
    }

    public Section {
        part = List.copyOf(part);
        fields = List.copyOf(fields);
        boolean named = text == Text.HEADER_FIELDS || text == Text.HEADER_FIELDS_NOT;
        if (named == fields.isEmpty()) {
            throw new IllegalArgumentException("field names go with HEADER.FIELDS");
        }
        if (text == Text.MIME && part.isEmpty()) {
            throw new IllegalArgumentException("MIME needs a part number");
        }
        for (int number : part) {
            if (number < 1) {
                throw new IllegalArgumentException("part number " + number);
            }
        }
    }
}
