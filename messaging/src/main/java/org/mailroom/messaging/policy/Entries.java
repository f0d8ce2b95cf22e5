package org.mailroom.messaging.policy;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys and values of one YAML mapping. What is wrong is told to the {@link Problems} with its
 * place, and reading goes on with a value that does no harm, so that all of it is found at once.
 */
final class Entries {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d)");
    private static final Set<String> MAY_BE_EMPTY = Set.of("may", "allowed");
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Gathers what is wrong, with its place. */
    static final class Problems {
        private final String file;
        private final List<Problem> found = new ArrayList<>();

        Problems(String file) {
            this.file = file;
        }

        void error(Node node, String text) {
            add(node.getStartMark(), text, false);
        }

        void warn(Node node, String text) {
            add(node.getStartMark(), text, true);
        }

        void add(Optional<Mark> mark, String text, boolean warning) {
            found.add(
                    new Problem(
                            file,
                            mark.map(m -> m.getLine() + 1).orElse(0),
                            mark.map(m -> m.getColumn() + 1).orElse(0),
                            text,
                            warning));
        }

        boolean errors() {
            return found.stream().anyMatch(problem -> !problem.warning());
        }

        List<Problem> sorted() {
            return found.stream()
                    .distinct()
                    .sorted(
                            (a, b) ->
                                    a.line() == b.line()
                                            ? Integer.compare(a.column(), b.column())
                                            : Integer.compare(a.line(), b.line()))
                    .toList();
        }
    }

    private final Problems problems;
    private final Node node;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    private Entries(Problems problems, Node node) {
        this.problems = problems;
        this.node = node;
    }

    /** Keys from a fixed list; none of its own: any name. */
    static Entries of(Problems problems, @Nullable Node node, Node parent, String... known) {
        Entries read = new Entries(problems, node == null ? parent : node);
        if (node == null || (node instanceof ScalarNode s && s.getValue().isEmpty())) {
            return read;
        }
        if (!(node instanceof MappingNode mapping)) {
            problems.error(node, "expected keys and values");
            return read;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            read.add(tuple, List.of(known));
        }
        return read;
    }

    private void add(NodeTuple tuple, List<String> known) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.error(tuple.getKeyNode(), "expected a name");
            return;
        }
        String name = key.getValue();
        if (!known.isEmpty() && !known.contains(name)) {
            problems.error(key, "unknown key \"" + name + "\"" + meant(name, known));
        } else if (known.isEmpty() && !NAME.matcher(name).matches()) {
            problems.error(key, "\"" + name + "\" is no name: small letters, digits, - . _ only");
        } else if (entries.putIfAbsent(name, tuple) != null) {
            problems.error(key, "\"" + name + "\" is given twice");
        }
    }

    static String meant(String word, Collection<String> known) {
        return known.stream()
                .filter(
                        k ->
                                distance(k, word)
                                        <= Math.max(word.length() > 3 ? 2 : 1, word.length() / 4))
                .min((a, b) -> Integer.compare(distance(a, word), distance(b, word)))
                .map(k -> "; did you mean \"" + k + "\"?")
                .orElse(known.isEmpty() ? "" : "; known: " + String.join(", ", known));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
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

    Node node() {
        return node;
    }

    int line() {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    Set<String> names() {
        return entries.keySet();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    @Nullable Node value(String key) {
        NodeTuple tuple = entries.get(key);
        return tuple == null ? null : tuple.getValueNode();
    }

    Node key(String key) {
        NodeTuple tuple = entries.get(key);
        return tuple == null ? node : tuple.getKeyNode();
    }

    Entries inner(String key, String... known) {
        return of(problems, value(key), node, known);
    }

    /** The mappings of a list. */
    List<Entries> list(String key, String... known) {
        Node value = value(key);
        if (value == null || (value instanceof ScalarNode s && s.getValue().isEmpty())) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            problems.error(value, "expected a list: lines that begin with -");
            return List.of();
        }
        return sequence.getValue().stream().map(n -> of(problems, n, value, known)).toList();
    }

    Optional<String> text(String key) {
        Node value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue().strip().replaceAll("\\s+", " "));
        }
        problems.error(value, key + ": expected a text");
        return Optional.empty();
    }

    /** One word or a list of them. */
    Set<String> words(String key) {
        Node value = value(key);
        Set<String> words = new LinkedHashSet<>();
        if (value instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                word(key, item, words);
            }
            // "May nothing" is clear; "to nobody" and "if nothing" can be meant in two ways.
            if (sequence.getValue().isEmpty() && !MAY_BE_EMPTY.contains(key)) {
                problems.error(value, key + ": the list is empty");
            }
        } else if (value != null) {
            word(key, value, words);
        }
        return words;
    }

    private void word(String key, Node node, Set<String> words) {
        if (!(node instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            problems.error(node, key + ": expected a word");
        } else if (!words.add(scalar.getValue())) {
            problems.warn(node, key + ": \"" + scalar.getValue() + "\" is given twice");
        }
    }

    /** Words that have to be among those known; others are told of, at their own place. */
    Set<String> words(String key, Collection<String> known, String what) {
        Set<String> words = words(key);
        for (String word : Set.copyOf(words)) {
            if (!known.contains(word)) {
                problems.error(
                        place(key, word), "no " + what + " \"" + word + "\"" + meant(word, known));
                words.remove(word);
            }
        }
        return words;
    }

    private Node place(String key, String word) {
        Node value = value(key);
        if (value instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item instanceof ScalarNode scalar && scalar.getValue().equals(word)) {
                    return item;
                }
            }
        }
        return value == null ? node : value;
    }

    <E extends Enum<E>> Set<E> constants(String key, Class<E> type) {
        Map<String, E> known = byWord(type);
        return words(key, known.keySet(), key).stream()
                .map(word -> constant(known, word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static <E> E constant(Map<String, E> known, String word) {
        E constant = known.get(word);
        if (constant == null) {
            throw new IllegalStateException(word);
        }
        return constant;
    }

    <E extends Enum<E>> Optional<E> constant(String key, Class<E> type) {
        Map<String, E> known = byWord(type);
        return one(
                key,
                word -> Optional.ofNullable(known.get(word)),
                "one of " + String.join(", ", known.keySet()));
    }

    private static <E extends Enum<E>> Map<String, E> byWord(Class<E> type) {
        Map<String, E> known = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            known.put(word(constant), constant);
        }
        return known;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private <T> Optional<T> one(String key, Function<String, Optional<T>> read, String expected) {
        Node value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> one =
                value instanceof ScalarNode scalar
                        ? read.apply(scalar.getValue().strip())
                        : Optional.empty();
        if (one.isEmpty()) {
            problems.error(value, key + ": expected " + expected);
        }
        return one;
    }

    boolean yes(String key, boolean standard) {
        return one(
                        key,
                        word ->
                                switch (word) {
                                    case "yes", "true" -> Optional.of(true);
                                    case "no", "false" -> Optional.of(false);
                                    default -> Optional.empty();
                                },
                        "yes or no")
                .orElse(standard);
    }

    int number(String key, int least, int standard) {
        return one(
                        key,
                        word ->
                                word.matches("\\d{1,9}") && Integer.parseInt(word) >= least
                                        ? Optional.of(Integer.parseInt(word))
                                        : Optional.empty(),
                        "a whole number from " + least)
                .orElse(standard);
    }

    /** With words that stand for durations: off, always, none. */
    <T> Optional<T> duration(String key, Map<String, T> words, Function<Duration, T> made) {
        String others =
                words.isEmpty()
                        ? ""
                        : ", " + String.join(" or ", words.keySet().stream().sorted().toList());
        return one(
                key,
                word -> {
                    T named = words.get(word);
                    Matcher m = DURATION.matcher(word);
                    if (named != null) {
                        return Optional.of(named);
                    }
                    return m.matches() ? Optional.of(made.apply(span(m))) : Optional.empty();
                },
                "a time such as 30s, 15m, 24h or 365d" + others);
    }

    private static Duration span(Matcher m) {
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
    }
}
