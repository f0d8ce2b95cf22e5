package org.mailroom.messaging.provision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import org.mailroom.messaging.provision.Item.Field;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Items of a JSON file, one at a time: an object with lists {@code people}, {@code groups}, {@code
 * members}, {@code relations}, or a list of people alone. A group may list its members itself.
 */
final class JsonItems {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(16)
                                    .maxStringLength(64 << 10)
                                    .build())
                    .build();

    private final String file;
    private final JsonParser in;
    private final Consumer<Item> items;
    private final Consumer<Mistake> mistakes;

    private JsonItems(
            String file, JsonParser in, Consumer<Item> items, Consumer<Mistake> mistakes) {
        this.file = file;
        this.in = in;
        this.items = items;
        this.mistakes = mistakes;
    }

    /**
     * Reads all of them.
     *
     * @throws BadFile where the file is no JSON
     */
    static void read(
            String file, InputStream content, Consumer<Item> items, Consumer<Mistake> mistakes)
            throws IOException {
        try (JsonParser in = FACTORY.createParser(content)) {
            new JsonItems(file, in, items, mistakes).document();
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new BadFile(
                    at == null
                            ? new Place(file, 1, 1)
                            : new Place(file, at.getLineNr(), at.getColumnNr()),
                    "is not JSON: " + e.getOriginalMessage());
        }
    }

    private Place here() {
        JsonLocation at = in.currentTokenLocation();
        return new Place(file, at.getLineNr(), at.getColumnNr());
    }

    private void document() throws IOException {
        JsonToken first = in.nextToken();
        if (first == JsonToken.START_ARRAY) {
            list(Item.Kind.PERSON, Optional.empty());
        } else if (first == JsonToken.START_OBJECT) {
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                section();
            }
        } else {
            throw new BadFile(
                    new Place(file, 1, 1), "expected an object with people, groups, members");
        }
        if (in.nextToken() != null) {
            throw new BadFile(here(), "something follows the end");
        }
    }

    private void section() throws IOException {
        String name = in.currentName();
        Place at = here();
        JsonToken value = in.nextToken();
        for (Item.Kind kind : Item.Kind.values()) {
            if (kind.plural().equalsIgnoreCase(name)) {
                if (value != JsonToken.START_ARRAY) {
                    throw new BadFile(here(), name + ": expected a list");
                }
                list(kind, Optional.empty());
                return;
            }
        }
        mistakes.accept(
                new Mistake(at, "\"" + name + "\" is none of people, groups, members, relations"));
        in.skipChildren();
    }

    /** The items of a list; members of a group's own list know the group. */
    private void list(Item.Kind kind, Optional<Field> group) throws IOException {
        while (in.nextToken() != JsonToken.END_ARRAY) {
            Place at = here();
            if (in.currentToken() == JsonToken.START_OBJECT) {
                Map<String, Field> fields = new LinkedHashMap<>();
                group.ifPresent(g -> fields.put("group", g));
                List<Item> nested = fields(kind, fields);
                items.accept(new Item(kind, at, fields));
                nested.forEach(items);
            } else if (group.isPresent() && in.currentToken().isScalarValue()) {
                Field member = new Field(List.of(in.getText()), at);
                items.accept(new Item(kind, at, Map.of("group", group.get(), "member", member)));
            } else {
                mistakes.accept(new Mistake(at, "expected an object"));
                in.skipChildren();
            }
        }
    }

    /** Fills in the fields of an object; gives the members that a group lists. */
    private List<Item> fields(Item.Kind kind, Map<String, Field> into) throws IOException {
        List<Item> members = new ArrayList<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = Item.normal(in.currentName());
            Place at = here();
            in.nextToken();
            if (kind == Item.Kind.GROUP && name.equals("members")) {
                members(at, into, members);
            } else if (in.currentToken() == JsonToken.START_OBJECT) {
                nested(name, at, into);
            } else {
                put(into, name, new Field(values(), at));
            }
        }
        return members;
    }

    private void members(Place at, Map<String, Field> group, List<Item> into) throws IOException {
        Field address = group.get("group");
        if (address == null) {
            address = group.get("address");
        }
        if (address == null || in.currentToken() != JsonToken.START_ARRAY) {
            mistakes.accept(new Mistake(at, "members: a list, behind the group's address"));
            in.skipChildren();
            return;
        }
        new JsonItems(file, in, into::add, mistakes).list(Item.Kind.MEMBER, Optional.of(address));
    }

    /** {@code "attributes": {"cohort": ["spring"]}}. */
    private void nested(String name, Place at, Map<String, Field> into) throws IOException {
        String prefix =
                switch (name) {
                    case "attributes" -> "attribute:";
                    case "preferences" -> "preference:";
                    default -> "";
                };
        if (prefix.isEmpty()) {
            mistakes.accept(new Mistake(at, name + ": expected a text or a list of texts"));
            in.skipChildren();
            return;
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + in.currentName().strip().toLowerCase(java.util.Locale.ROOT);
            Place where = here();
            in.nextToken();
            put(into, key, new Field(values(), where));
        }
    }

    private void put(Map<String, Field> into, String name, Field field) {
        if (into.put(name, field) != null) {
            mistakes.accept(new Mistake(field.place(), name + ": is here twice"));
        }
    }

    private List<String> values() throws IOException {
        List<String> values = new ArrayList<>();
        if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                value(values);
            }
        } else {
            value(values);
        }
        return values;
    }

    private void value(List<String> into) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (!in.currentToken().isScalarValue()) {
            mistakes.accept(new Mistake(here(), "expected a text"));
            in.skipChildren();
            return;
        }
        String text = in.getText().strip();
        if (!text.isEmpty()) {
            into.add(text);
        }
    }
}
