package org.mailroom.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Every measured value and what is known of the circumstances. The file beside the page holds them
 * all, so that one scenario can be measured again without the others.
 */
final class Samples {
    private static final String NOTE = "#";

    private final List<Sample> samples = new ArrayList<>();

    /** Circumstances by "against/name". */
    private final Map<String, String> notes = new LinkedHashMap<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    void note(String against, String name, String value) {
        notes.put(against + "/" + name, value.replace('\n', ' '));
    }

    /** The circumstances of one comparison. */
    Map<String, String> notes(String against) {
        Map<String, String> own = new LinkedHashMap<>();
        String prefix = against + "/";
        notes.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix)) {
                        own.put(name.substring(prefix.length()), value);
                    }
                });
        return own;
    }

    /** The median over the rounds; empty when it was not measured. */
    OptionalDouble median(String against, String server, String figure) {
        return median(against, server, figure, Sample::value);
    }

    OptionalDouble median(
            String against, String server, String figure, ToDoubleFunction<Sample> part) {
        return median(of(against, server, figure).mapToDouble(part));
    }

    static OptionalDouble median(DoubleStream stream) {
        double[] values = stream.filter(value -> !Double.isNaN(value)).sorted().toArray();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = values.length / 2;
        return OptionalDouble.of(
                values.length % 2 == 1
                        ? values[middle]
                        : (values[middle - 1] + values[middle]) / 2);
    }

    java.util.stream.Stream<Sample> of(String against, String server, String figure) {
        return samples.stream()
                .filter(
                        sample ->
                                sample.against().equals(against)
                                        && sample.server().equals(server)
                                        && sample.figure().equals(figure));
    }

    boolean has(String against) {
        return samples.stream().anyMatch(sample -> sample.against().equals(against));
    }

    /** Takes over what a new run has measured, in place of older values of the same figures. */
    void replaceBy(Samples newer) {
        samples.removeIf(
                old -> newer.of(old.against(), old.server(), old.figure()).findAny().isPresent());
        samples.addAll(newer.samples);
        notes.putAll(newer.notes);
    }

    static Samples read(Path file) throws IOException {
        Samples samples = new Samples();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(NOTE)) {
                    String[] note = line.substring(1).split("\t", 2);
                    samples.notes.put(note[0], note[1]);
                } else {
                    samples.add(Sample.parse(line));
                }
            }
        }
        return samples;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        notes.forEach((name, value) -> lines.add(NOTE + name + "\t" + value));
        samples.stream().map(Sample::line).forEach(lines::add);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines);
    }

    @Override
    public String toString() {
        return Arrays.toString(samples.toArray());
    }
}
