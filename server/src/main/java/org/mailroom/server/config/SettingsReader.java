package org.mailroom.server.config;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads settings: the record's default, then the file, then the environment, then {@code --set}.
 * All that is wrong is gathered and thrown at once.
 */
public final class SettingsReader {
    private static final String PREFIX = "MAILROOM_";

    /** A value, and where it was written. */
    private record Source(Node node, String label) {
        String at() {
            return at(node);
        }

        String at(Node inner) {
            return node.getStartMark().isEmpty()
                    ? label
                    : inner.getStartMark().map(m -> label + ":" + (m.getLine() + 1)).orElse(label);
        }
    }

    private final List<String> problems = new ArrayList<>();
    private final Map<String, Source> overrides = new HashMap<>();

    private SettingsReader() {}

    /**
     * @param file the YAML file, or null for defaults only
     * @param environment of which {@code MAILROOM_A_B} sets {@code a.b}
     * @param assignments {@code key=value}, as given to {@code --set}
     */
    public static Settings read(
            @Nullable Path file, Map<String, String> environment, List<String> assignments)
            throws ConfigError {
        return (Settings) read(Settings.DEFAULT, file, environment, assignments);
    }

    /** The same for any record of settings. */
    static Object read(
            Object defaults,
            @Nullable Path file,
            Map<String, String> environment,
            List<String> assignments)
            throws ConfigError {
        SettingsReader reader = new SettingsReader();
        Map<String, String> known = new TreeMap<>();
        leaves(defaults.getClass(), "", known);
        reader.overrideFrom(environment, known);
        reader.overrideWith(assignments, known);
        @Nullable Source root = file == null ? null : reader.compose(file);
        Object settings = reader.group(defaults, root, "");
        if (!reader.problems.isEmpty()) {
            throw new ConfigError(reader.problems);
        }
        return settings;
    }

    /** Variables that look like settings and are none; some platforms inject such names. */
    public static List<String> unknownVariables(Map<String, String> environment) {
        Map<String, String> known = new TreeMap<>();
        leaves(Settings.class, "", known);
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.containsValue(name))
                .sorted()
                .toList();
    }

    /** Key path to the name of its environment variable. */
    private static void leaves(Class<?> record, String prefix, Map<String, String> known) {
        Shape.components(record)
                .forEach(
                        c -> {
                            String path = prefix + Shape.key(c);
                            if (Shape.isGroup(c.getType())) {
                                leaves(c.getType(), path + ".", known);
                            } else {
                                known.put(path, variable(path));
                            }
                        });
    }

    static String variable(String path) {
        return PREFIX + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private void overrideFrom(Map<String, String> environment, Map<String, String> known) {
        known.forEach(
                (path, name) -> {
                    String text = environment.get(name);
                    if (text != null) {
                        override(path, text, "environment " + name);
                    }
                });
    }

    private void overrideWith(List<String> assignments, Map<String, String> known) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                problems.add("--set " + assignment + ": expected key=value");
                continue;
            }
            String path = assignment.substring(0, equals).strip();
            if (known.containsKey(path)) {
                override(path, assignment.substring(equals + 1), "--set");
            } else {
                problems.add("--set " + path + ": unknown key" + suggestion(path, known.keySet()));
            }
        }
    }

    private void override(String path, String text, String label) {
        Node node = plain(text);
        if (text.startsWith("[")) {
            try {
                node =
                        new Compose(LoadSettings.builder().setUseMarks(false).build())
                                .composeString(text)
                                .orElse(node);
            } catch (YamlEngineException e) {
                problems.add(label + ": expected a list such as [a, b]");
                return;
            }
        }
        overrides.put(path, new Source(node, label));
    }

    private @Nullable Source compose(Path file) throws ConfigError {
        try {
            String text = Files.readString(file);
            LoadSettings load = LoadSettings.builder().setLabel(file.toString()).build();
            Optional<Node> node = new Compose(load).composeString(text);
            return node.map(n -> new Source(n, file.toString())).orElse(null);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(m -> ":" + (m.getLine() + 1)).orElse("");
            throw new ConfigError(List.of(file + line + ": not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigError(List.of(file + ": not YAML"));
        } catch (IOException e) {
            throw new ConfigError(List.of(file + ": cannot be read: " + reason(e)));
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException ? "no such file" : e.toString();
    }

    private Object group(Object defaults, @Nullable Source source, String prefix) {
        Class<?> record = defaults.getClass();
        Map<String, Source> entries = source == null ? Map.of() : entries(record, source, prefix);
        List<RecordComponent> components = Shape.components(record).toList();
        @Nullable Object[] values = new Object[components.size()];
        Map<Integer, Source> given = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            RecordComponent c = components.get(i);
            String path = prefix + Shape.key(c);
            Object standard = Shape.value(c, defaults);
            Source in = overrides.getOrDefault(path, entries.get(Shape.key(c)));
            values[i] = standard;
            if (Shape.isGroup(c.getType())) {
                values[i] = group(standard, in, path + ".");
            } else if (in != null) {
                int before = problems.size();
                Object value = value(c, in, path);
                if (value != null && problems.size() == before) {
                    values[i] = value;
                    given.put(i, in);
                }
            }
        }
        return create(record, values, defaults, given, prefix);
    }

    /** Calls the record's own checks; what they refuse is put down to the key that causes it. */
    private Object create(
            Class<?> record,
            @Nullable Object[] values,
            Object defaults,
            Map<Integer, Source> given,
            String prefix) {
        try {
            return Shape.create(record, values);
        } catch (IllegalArgumentException together) {
            List<RecordComponent> components = Shape.components(record).toList();
            int before = problems.size();
            given.forEach(
                    (i, source) -> {
                        @Nullable Object[] alone =
                                components.stream().map(c -> Shape.value(c, defaults)).toArray();
                        alone[i] = values[i];
                        try {
                            Shape.create(record, alone);
                        } catch (IllegalArgumentException e) {
                            String path = prefix + Shape.key(components.get(i));
                            problems.add(source.at() + ": " + path + ": " + e.getMessage());
                        }
                    });
            if (problems.size() == before) {
                String group =
                        prefix.isEmpty() ? "settings" : prefix.substring(0, prefix.length() - 1);
                problems.add(group + ": " + together.getMessage());
            }
            return defaults;
        }
    }

    private Map<String, Source> entries(Class<?> record, Source source, String prefix) {
        Map<String, Source> entries = new HashMap<>();
        if (source.node() instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
            return entries;
        }
        String group = prefix.isEmpty() ? "the file" : prefix.substring(0, prefix.length() - 1);
        if (!(source.node() instanceof MappingNode mapping)) {
            problems.add(source.at() + ": " + group + ": expected keys and values");
            return entries;
        }
        Set<String> known = new HashSet<>(Shape.components(record).map(Shape::key).toList());
        for (NodeTuple tuple : mapping.getValue()) {
            Node keyNode = tuple.getKeyNode();
            String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String place = source.at(keyNode) + ": " + prefix + key;
            if (!known.contains(key)) {
                problems.add(place + ": unknown key" + suggestion(key, known));
            } else if (entries.put(key, new Source(tuple.getValueNode(), source.label())) != null) {
                problems.add(place + ": given twice");
            }
        }
        return entries;
    }

    private @Nullable Object value(RecordComponent c, Source in, String path) {
        if (Shape.isMap(c.getType())) {
            return texts(in, path);
        } else if (Shape.isList(c.getType())) {
            return list(Shape.element(c.getGenericType()), in, path);
        } else if (Shape.isOptional(c.getType())) {
            boolean empty = in.node() instanceof ScalarNode s && s.getValue().isEmpty();
            Class<?> type = Shape.element(c.getGenericType());
            return empty ? Optional.empty() : Optional.ofNullable(scalar(type, in, path));
        }
        return scalar(c.getType(), in, path);
    }

    private @Nullable Object scalar(Class<?> type, Source in, String path) {
        try {
            if (in.node() instanceof ScalarNode scalar) {
                return Scalars.parse(type, scalar.getValue());
            }
            problems.add(in.at() + ": " + path + ": expected one value");
        } catch (IllegalArgumentException e) {
            problems.add(in.at() + ": " + path + ": expected " + e.getMessage());
        }
        return null;
    }

    /** Keys that only the setting itself knows, with texts. */
    private @Nullable Object texts(Source in, String path) {
        if (!(in.node() instanceof MappingNode mapping)) {
            problems.add(in.at() + ": " + path + ": expected keys and values");
            return null;
        }
        Map<String, String> texts = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key
                    && tuple.getValueNode() instanceof ScalarNode value) {
                texts.put(key.getValue(), value.getValue());
            } else {
                problems.add(in.at(tuple.getKeyNode()) + ": " + path + ": expected a text");
            }
        }
        return Map.copyOf(texts);
    }

    /** Outside the file, where there is no YAML, {@code a, b} is a list, too. */
    private static Optional<List<Node>> items(Source in, Class<?> element) {
        if (in.node() instanceof SequenceNode sequence) {
            return Optional.of(sequence.getValue());
        }
        if (in.node() instanceof ScalarNode scalar
                && scalar.getStartMark().isEmpty()
                && !Shape.isGroup(element)) {
            return Optional.of(
                    Arrays.stream(scalar.getValue().split(","))
                            .map(String::strip)
                            .filter(text -> !text.isEmpty())
                            .<Node>map(SettingsReader::plain)
                            .toList());
        }
        return Optional.empty();
    }

    private static ScalarNode plain(String text) {
        return new ScalarNode(Tag.STR, text, ScalarStyle.PLAIN);
    }

    private @Nullable Object list(Class<?> element, Source in, String path) {
        Optional<List<Node>> nodes = items(in, element);
        if (nodes.isEmpty()) {
            problems.add(in.at() + ": " + path + ": expected a list");
            return null;
        }
        List<Object> values = new ArrayList<>();
        int index = 0;
        for (Node node : nodes.get()) {
            Source item = new Source(node, in.label());
            String itemPath = path + "[" + index++ + "]";
            Object value =
                    Shape.isGroup(element)
                            ? item(element, item, itemPath)
                            : scalar(element, item, itemPath);
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /** A record in a list has no defaults: text and lists may be left out, other keys not. */
    private @Nullable Object item(Class<?> record, Source in, String path) {
        Map<String, Source> entries = entries(record, in, path + ".");
        List<RecordComponent> components = Shape.components(record).toList();
        @Nullable Object[] values = new Object[components.size()];
        int before = problems.size();
        for (int i = 0; i < values.length; i++) {
            RecordComponent c = components.get(i);
            Source given = entries.get(Shape.key(c));
            String key = path + "." + Shape.key(c);
            if (given != null) {
                values[i] = value(c, given, key);
            } else if (c.getType() == String.class) {
                values[i] = "";
            } else if (Shape.isList(c.getType())) {
                values[i] = List.of();
            } else if (Shape.isMap(c.getType())) {
                values[i] = Map.of();
            } else if (Shape.isOptional(c.getType())) {
                values[i] = Optional.empty();
            } else {
                problems.add(in.at() + ": " + key + ": missing");
            }
        }
        if (problems.size() > before) {
            return null;
        }
        try {
            return Shape.create(record, values);
        } catch (IllegalArgumentException e) {
            problems.add(in.at() + ": " + path + ": " + e.getMessage());
            return null;
        }
    }

    private static String suggestion(String key, Set<String> known) {
        return known.stream()
                .filter(
                        k ->
                                distance(k, key)
                                        <= Math.max(key.length() > 3 ? 2 : 1, key.length() / 4))
                .min((a, b) -> Integer.compare(distance(a, key), distance(b, key)))
                .map(k -> "; did you mean " + k + "?")
                .orElse("");
    }

    /** How many letters apart. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(swap, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
