package org.mailroom.imap.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.Fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

@Timeout(900)
class CommandFuzzTest {
    private static final Path KEPT = Path.of("src/test/resources/fuzz/CommandFuzz");

    @Test
    void keptInputsStillPass() throws IOException {
        assertThat(kept()).isNotEmpty();
        for (byte[] input : kept()) {
            CommandFuzz.fuzzerTestOneInput(input);
        }
    }

    /** Commands cut, joined and changed at random: the same ones in every run. */
    @Test
    void changedCommandsAreReadOrRefused() throws IOException {
        List<byte[]> inputs = kept();
        for (long seed = 0; seed < 30_000; seed++) {
            byte[] input = changed(inputs, new SplittableRandom(seed));
            try {
                CommandFuzz.fuzzerTestOneInput(input);
            } catch (Throwable e) {
                String text = new String(input, StandardCharsets.ISO_8859_1);
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    @Test
    void anyOctetsAreReadOrRefused() throws IOException {
        Fuzz.run(CommandFuzz.class, Fuzz.budget());
    }

    private static byte[] changed(List<byte[]> inputs, SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int piece = random.nextInt(1, 4); piece > 0; piece--) {
            byte[] from = inputs.get(random.nextInt(inputs.size()));
            int start = random.nextInt(from.length);
            int end = random.nextInt(start, from.length) + 1;
            out.write(from, random.nextBoolean() ? 0 : start, end - start);
        }
        byte[] text = out.toByteArray();
        String special = "(){}[]<>\"\\*%:,.$+~ \r\n\0a0\u00E9";
        for (int change = random.nextInt(6); change > 0 && text.length > 0; change--) {
            char c = special.charAt(random.nextInt(special.length()));
            text[random.nextInt(text.length)] = (byte) c;
        }
        return text;
    }

    private static List<byte[]> kept() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.sorted()
                    .map(
                            file -> {
                                try {
                                    return Files.readAllBytes(file);
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            })
                    .toList();
        }
    }
}
