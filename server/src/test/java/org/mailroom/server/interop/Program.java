package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A mail program of the real world, run to its end with a home of its own. */
final class Program {
    private final String name;
    private final Path home;

    private Program(String name, Path home) {
        this.name = name;
        this.home = home;
    }

    /** Skips the test when the program is not installed. */
    static Program of(String name, Path home) {
        boolean installed =
                List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
        assumeTrue(installed, name + " is not installed");
        return new Program(name, home);
    }

    /** What it printed, both streams together, and its exit code. */
    record Ran(int exit, String output) {
        Ran succeeds() {
            assertThat(exit).as(output).isZero();
            return this;
        }

        Ran fails() {
            assertThat(exit).as(output).isNotZero();
            return this;
        }
    }

    Ran run(String... arguments) {
        return typing("", arguments);
    }

    Ran typing(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        try {
            Path said = Files.createTempFile(home, name, ".out");
            Path typed = Files.writeString(Files.createTempFile(home, name, ".in"), input);
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(home.toFile())
                            .redirectErrorStream(true)
                            .redirectInput(typed.toFile())
                            .redirectOutput(said.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().put("TERM", "xterm");
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            boolean ended = process.waitFor(40, TimeUnit.SECONDS);
            if (!ended) process.destroyForcibly();
            String output = Files.readString(said, StandardCharsets.ISO_8859_1);
            assertThat(ended).as(command + " ends; it said " + output).isTrue();
            return new Ran(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
