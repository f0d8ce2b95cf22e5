package org.mailroom.mailstore.mime;

import java.util.ArrayList;
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
        List<Integer> path = new ArrayList<>();
        if (section.isEmpty()) return Optional.of(ALL);
        for (String word : section.toUpperCase(Locale.ROOT).split("\\.", -1)) {
            if (word.matches("[1-9][0-9]{0,8}")) {
                path.add(Integer.parseInt(word));
            } else {
                int rest = path.stream().mapToInt(n -> n.toString().length() + 1).sum();
                return named(path, section.substring(rest).toUpperCase(Locale.ROOT));
            }
        }
        return Optional.of(new Section(path, Text.BODY, List.of()));
    }

    private static Optional<Section> named(List<Integer> path, String name) {
        return switch (name) {
            case "HEADER" -> Optional.of(new Section(path, Text.HEADER, List.of()));
            case "TEXT" -> Optional.of(new Section(path, Text.TEXT, List.of()));
            case "MIME" ->
                    path.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Section(path, Text.MIME, List.of()));
            default -> Optional.empty();
        };
    }

    /**
     * The octets that this names in a message of this structure; for HEADER.FIELDS the header block
     * to {@linkplain HeaderBlock#select select} from. Empty when there is no such part: NIL.
     */
    public Optional<Range> in(Part root) {
        if (path.isEmpty()) return ofMessage(root);
        return part(root, path)
                .flatMap(
                        part ->
                                switch (text) {
                                    case BODY -> Optional.of(part.body());
                                    case MIME -> Optional.of(part.header());
                                    default ->
                                            part.kind() == Part.Kind.MESSAGE
                                                    ? ofMessage(part.message())
                                                    : Optional.<Range>empty();
                                });
    }

    private Optional<Range> ofMessage(Part message) {
        return switch (text) {
            case BODY -> Optional.of(message.whole());
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT -> Optional.of(message.header());
            case TEXT -> Optional.of(message.body());
            case MIME -> Optional.empty();
        };
    }

    /** The part that the numbers name; the root when there are none. */
    public static Optional<Part> part(Part root, List<Integer> path) {
        Part part = root;
        boolean atMessage = true; // part 1 of a message that is no multipart is the message's body
        for (int number : path) {
            if (!atMessage && part.kind() == Part.Kind.MESSAGE) {
                part = part.message();
                atMessage = true;
            }
            if (part.kind() == Part.Kind.MULTIPART) {
                if (number > part.children().size()) return Optional.empty();
                part = part.children().get(number - 1);
            } else if (!atMessage || number != 1) {
                return Optional.empty();
            }
            atMessage = false;
        }
        return Optional.of(part);
    }
}
