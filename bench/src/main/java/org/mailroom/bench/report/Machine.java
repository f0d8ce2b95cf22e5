package org.mailroom.bench.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {
    private static final int SYNCS = 200;

    private Machine() {}

    static Map<String, String> describe() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Processor",
                field(Path.of("/proc/cpuinfo"), "model name")
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " cores, shared by servers and generator");
        long kib =
                Long.parseLong(
                        field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", ""));
        facts.put("Memory", String.format(Locale.ROOT, "%.1f GiB", kib / 1048576.0));
        facts.put("System", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("Java", System.getProperty("java.runtime.version"));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        facts.put(
                "Data folders",
                Files.getFileStore(temporary).type()
                        + String.format(
                                Locale.ROOT,
                                "; append and fsync of 4 KiB takes %.2f ms (median)",
                                syncMillis(temporary)));
        return facts;
    }

    private static String field(Path file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    /** What one durable write costs here: the floor of every acknowledged message. */
    private static double syncMillis(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "bench", ".sync");
        long[] nanos = new long[SYNCS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long before = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(true);
                nanos[i] = System.nanoTime() - before;
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(nanos);
        return nanos[SYNCS / 2] / 1e6;
    }
}
