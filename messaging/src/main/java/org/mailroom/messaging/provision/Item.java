package org.mailroom.messaging.provision;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a CSV file or one object of a JSON file, not understood yet.
 *
 * @param fields by name in lower case without {@code _} and {@code -}, attributes as {@code
 *     attribute:NAME}; only those that the file has, empty ones too
 */
record Item(Kind kind, Place place, Map<String, Field> fields) {

    /** What an item is about. They are taken in this order. */
    enum Kind {
        PERSON("people"),
        GROUP("groups"),
        MEMBER("members"),
        RELATION("relations");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        /** As files and reports call them. */
        String plural() {
            return plural;
        }
    }

    /** The values of a field; none if it is empty. */
    record Field(List<String> values, Place place) {
        Field {
            values = List.copyOf(values);
        }

        /** As one text. */
        String text() {
            return String.join(";", values);
        }
    }

    /** A field that is there and not empty. */
    Optional<Field> filled(String name) {
        return Optional.ofNullable(fields.get(name)).filter(f -> !f.values().isEmpty());
    }

    /** A field that is there, empty or not. */
    Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** A field's name as it is compared: {@code External_ID} is {@code externalid}. */
    static String normal(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        for (String prefix : List.of("attribute", "attr", "preference", "pref")) {
            for (char mark : new char[] {':', '.'}) {
                if (lower.startsWith(prefix + mark)) {
                    String full = prefix.startsWith("attr") ? "attribute" : "preference";
                    return full + ":" + lower.substring(prefix.length() + 1).strip();
                }
            }
        }
        String bare = lower.replace("_", "").replace("-", "").replace(" ", "");
        return switch (bare) {
            case "email", "mail", "mailaddress", "emailaddress" -> "address";
            case "displayname", "fullname" -> "name";
            case "timezone" -> "zone";
            case "language" -> "locale";
            case "role" -> "roles";
            case "alias" -> "aliases";
            case "relation", "relationkind" -> "relation";
            default -> bare;
        };
    }
}
