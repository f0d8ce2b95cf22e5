package org.mailroom.mailstore.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a coverage-guided fuzz target for a bounded time in a JVM of its own. A target is a class
 * with {@code public static void fuzzerTestOneInput(byte[] input)} that throws when something is
 * wrong. Hangs (10 s for one input) and memory growth fail as well. See docs/testing.md.
 *
 * <p>Inputs kept in {@code src/test/resources/fuzz/TARGET/} are where it starts; what it learns is
 * kept in {@code target/fuzz/TARGET/corpus}, an input that fails is left beside it.
 */
public final class Fuzz {
    private Fuzz() {}

    /**
     * How long CI fuzzes one target: the system property or environment {@code
     * mailroom.fuzz.seconds} / {@code MAILROOM_FUZZ_SECONDS}, else 10 seconds.
     */
    public static Duration budget() {
        String seconds = System.getenv().getOrDefault("MAILROOM_FUZZ_SECONDS", "10");
        return Duration.ofSeconds(Long.getLong("mailroom.fuzz.seconds", Long.parseLong(seconds)));
    }

    /** Fuzzes target, and throws an AssertionError with what the fuzzer printed if it fails. */
    public static void run(Class<?> target, Duration time) throws IOException {
        run(target, time, 1 << 16);
    }

    /** The same for inputs of at most maxLength octets. */
    public static void run(Class<?> target, Duration time, int maxLength) throws IOException {
        Path home = Path.of("target", "fuzz", target.getSimpleName()).toAbsolutePath();
        Path corpus = Files.createDirectories(home.resolve("corpus"));
        Path seeds = Path.of("src", "test", "resources", "fuzz", target.getSimpleName());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-Xmx512m",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + target.getName(),
                                "--instrumentation_includes=org.mailroom.**",
                                "--disabled_hooks=.*",
                                "--reproducer_path=" + home,
                                "-artifact_prefix=" + home + "/",
                                "-max_total_time=" + time.toSeconds(),
                                "-max_len=" + maxLength,
                                "-timeout=10",
                                "-rss_limit_mb=2048",
                                "-print_final_stats=1",
                                corpus.toString()));
        if (Files.isDirectory(seeds)) command.add(seeds.toAbsolutePath().toString());
        Path log = home.resolve("fuzz.log");
        Process fuzzer =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!fuzzer.waitFor(time.toSeconds() + 60, TimeUnit.SECONDS)) {
                throw new AssertionError("fuzzing " + target.getSimpleName() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            fuzzer.destroyForcibly();
        }
        if (fuzzer.exitValue() != 0) {
            String said = Files.readString(log, StandardCharsets.ISO_8859_1);
            throw new AssertionError(
                    said.substring(Math.max(0, said.indexOf("\n== ")))
                            + "\nThe input is in "
                            + home
                            + "; copy it to "
                            + seeds
                            + " to keep it.");
        }
    }
}
