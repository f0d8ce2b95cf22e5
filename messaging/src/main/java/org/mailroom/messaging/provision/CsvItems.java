package org.mailroom.messaging.provision;

import org.mailroom.messaging.provision.CsvReader.Cell;
import org.mailroom.messaging.provision.Item.Field;
import org.mailroom.messaging.provision.Item.Kind;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Items of a CSV file, one at a time. What a file is about, its first line tells: {@code from} and
 * {@code to} make relations, {@code group} and {@code member} members, {@code group} alone groups,
 * {@code address} people.
 */
final class CsvItems {
    /** Fields that may hold several values, and how they are parted. */
    private static final Set<String> SEVERAL = Set.of("aliases", "roles", "owners", "moderators");

    private static final String PARTED = "[;|]";

    private CsvItems() {}

    /**
     * Reads all of them.
     *
     * @throws BadFile where it cannot be read on
     */
    static void read(
            String file, InputStream content, Consumer<Item> items, Consumer<Mistake> mistakes)
            throws IOException {
        try (CsvReader in = new CsvReader(file, content)) {
            List<Cell> header =
                    in.next().orElseThrow(() -> new BadFile(new Place(file, 1, 1), "is empty"));
            List<String> names = names(header, mistakes);
            Kind kind = kind(names, header.getFirst().place());
            for (Optional<List<Cell>> cells = in.next(); cells.isPresent(); cells = in.next()) {
                item(kind, names, cells.get(), mistakes).ifPresent(items);
            }
        } catch (CharacterCodingException e) {
            throw new BadFile(new Place(file, 1, 1), "is not UTF-8");
        }
    }

    private static List<String> names(List<Cell> header, Consumer<Mistake> mistakes) {
        List<String> names = new ArrayList<>();
        for (Cell cell : header) {
            String name = Item.normal(cell.text());
            if (name.isEmpty() || names.contains(name)) {
                mistakes.accept(
                        new Mistake(
                                cell.place(),
                                name.isEmpty()
                                        ? "a column without a name"
                                        : "the column " + cell.text() + " is here twice"));
            }
            names.add(name);
        }
        return names;
    }

    private static Kind kind(List<String> names, Place at) {
        Set<String> all = new HashSet<>(names);
        if (all.contains("from") && all.contains("to")) {
            return Kind.RELATION;
        }
        if (all.contains("group")) {
            return all.contains("member") ? Kind.MEMBER : Kind.GROUP;
        }
        if (all.contains("address")) {
            return Kind.PERSON;
        }
        throw new BadFile(
                at,
                "the first line names the columns: address for people, group for groups, group and"
                        + " member for members, from, to and relation for relations");
    }

    private static Optional<Item> item(
            Kind kind, List<String> names, List<Cell> cells, Consumer<Mistake> mistakes) {
        Place place = cells.getFirst().place();
        if (cells.size() != names.size()) {
            mistakes.accept(
                    new Mistake(
                            place,
                            "has "
                                    + cells.size()
                                    + " cells where there are "
                                    + names.size()
                                    + " columns"));
            return Optional.empty();
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String name = names.get(i);
            fields.putIfAbsent(name, new Field(values(name, cell.text()), cell.place()));
        }
        return Optional.of(new Item(kind, place, fields));
    }

    private static List<String> values(String name, String text) {
        if (!SEVERAL.contains(name) && !name.startsWith("attribute:")) {
            return text.isBlank() ? List.of() : List.of(text);
        }
        List<String> values = new ArrayList<>();
        for (String value : text.split(PARTED, -1)) {
            if (!value.isBlank()) {
                values.add(value.strip());
            }
        }
        return values;
    }
}
