package org.mailroom.bench.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The processes of a server: some roots and all that descend from them. Memory is the proportional
 * set size, which counts a page shared by n processes as 1/n in each, so that the sum over a server
 * of many processes is what it really takes.
 */
public record ProcessTree(List<Long> roots) {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;
    private static final long LOOK = 250_000_000;
    private static final int QUIET_LOOKS = 3;
    private static final double BUSY = 0.1;
    private static final long LONGEST_SETTLING = 180_000_000_000L;

    /** A server of which only the address is known. */
    public static final ProcessTree UNKNOWN = new ProcessTree(List.of());

    public ProcessTree {
        roots = List.copyOf(roots);
    }

    /** Whether there is anything to look at. */
    public boolean known() {
        return !roots.isEmpty();
    }

    Stream<ProcessHandle> all() {
        return roots.stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
    }

    /** Memory of all processes together, in KiB. */
    double memoryKib() {
        return all().mapToDouble(process -> proportionalKib(process.pid())).sum();
    }

    int count() {
        return (int) all().count();
    }

    private static double proportionalKib(long pid) {
        try (Stream<String> lines =
                Files.lines(PROC.resolve(Long.toString(pid)).resolve("smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(ProcessTree::kib)
                    .sum();
        } catch (IOException gone) {
            return 0; // it ended between being listed and being read
        }
    }

    static double kib(String line) {
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
    }

    /**
     * Processor time taken so far, by processes that run and by ended ones they have waited for.
     */
    double processorSeconds() {
        return all().mapToDouble(process -> ticks(process.pid())).sum() / TICKS_PER_SECOND;
    }

    /**
     * Waits until they have nothing to do, so that one measurement does not pay for what an earlier
     * one has left in a queue.
     */
    public void settle() {
        long end = System.nanoTime() + LONGEST_SETTLING;
        int quiet = 0;
        double before = processorSeconds();
        while (known() && quiet < QUIET_LOOKS && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK);
            double now = processorSeconds();
            quiet = (now - before) * 1e9 < LOOK * BUSY ? quiet + 1 : 0;
            before = now;
        }
    }

    private static double ticks(long pid) {
        try {
            return ticks(Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat")));
        } catch (IOException gone) {
            return 0;
        }
    }

    /** utime, stime, cutime and cstime; the name before them may hold spaces and brackets. */
    static double ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double sum = 0;
        for (int i = 11; i <= 14; i++) {
            sum += Double.parseDouble(fields[i]);
        }
        return sum;
    }
}
