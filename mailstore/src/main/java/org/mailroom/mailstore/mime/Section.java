package org.mailroom.mailstore.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which piece of a message a FETCH names between the brackets of {@code BODY[…]}: part numbers,
 * then what of that part. RFC 9051 §6.4.5.1.
 */
public record Section(List<Integer> path, Text text, List<String> fields) {
    /** The whole message: {@code BODY[]}. */
    public static final Section ALL = new Section(List.of(), Text.BODY, List.of());

    public static final Section HEADER = new Section(List.of(), Text.HEADER, List.of());
    public static final Section TEXT = new Section(List.of(), Text.TEXT, List.of());

    public Section {
        path = List.copyOf(path);
        fields = List.copyOf(fields);
    }

    /** What of the part; {@link #BODY} is nothing named. */
    public enum Text {
        BODY,
        HEADER,
        HEADER_FIELDS,
        HEADER_FIELDS_NOT,
        TEXT,
        MIME
    }

    /** Reads {@code 1.2.MIME} and the like; not the field list of HEADER.FIELDS. */
    public static Optional<Section> parse(String section) {
        throw new UnsupportedOperationException(section.toLowerCase(Locale.ROOT));
    }

    /**
     * The octets that this names in a message of this structure; for HEADER.FIELDS the header block
     * to {@linkplain HeaderBlock#select select} from. Empty when there is no such part: NIL.
     */
    public Optional<Range> in(Part root) {
        throw new UnsupportedOperationException(root.toString());
    }

    /** The part that the numbers name. */
    public static Optional<Part> part(Part root, List<Integer> path) {
        throw new UnsupportedOperationException(root.toString() + path);
    }
}
