package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.Fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

@Timeout(900)
class MimeFuzzTest {
    private static final Path KEPT = Path.of("src/test/resources/fuzz/MimeFuzz");

    @Test
    void keptInputsStillPass() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            List<Path> inputs = files.toList();
            assertThat(inputs).isNotEmpty();
            for (Path input : inputs) MimeFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
        }
    }

    @Test
    void anyOctetsAreAMessage() throws IOException {
        Fuzz.run(MimeFuzz.class, Fuzz.budget());
    }
}
