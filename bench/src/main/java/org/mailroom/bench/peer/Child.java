package org.mailroom.bench.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that we started, its output in a file. */
final class Child implements Closeable {
    private static final int PATIENCE_SECONDS = 20;

    private final Process process;
    private final Path log;

    private Child(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Child start(Path log, List<String> command) throws IOException {
        return start(log, command, "");
    }

    private static Child start(Path log, List<String> command, String input) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return new Child(process, log);
    }

    /** Runs a command to its end and answers its output. */
    static String run(List<String> command) throws IOException {
        return run(command, "");
    }

    /** The same, with something on its standard input. */
    static String run(List<String> command, String input) throws IOException {
        Path log = Files.createTempFile("bench", ".out");
        try (Child child = start(log, command, input)) {
            if (!child.process.waitFor(10, TimeUnit.MINUTES)) {
                throw new IOException("took too long: " + String.join(" ", command));
            }
            String output = Files.readString(log);
            if (child.process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(log);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Throws when the process has ended, with what it said last. */
    void check() throws IOException {
        if (!process.isAlive()) {
            List<String> lines = Files.readAllLines(log);
            List<String> last = lines.subList(Math.max(0, lines.size() - 20), lines.size());
            throw new IOException(
                    "ended with "
                            + process.exitValue()
                            + ":\n"
                            + String.join(System.lineSeparator(), last));
        }
    }

    @Override
    public void close() throws IOException {
        stop(process.toHandle());
    }

    /** Asks it to end, and its descendants with it when it does not. */
    static void stop(ProcessHandle handle) throws IOException {
        List<ProcessHandle> family = handle.descendants().toList();
        handle.destroy();
        try {
            handle.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            handle.destroyForcibly();
        }
        family.forEach(ProcessHandle::destroy);
    }
}
