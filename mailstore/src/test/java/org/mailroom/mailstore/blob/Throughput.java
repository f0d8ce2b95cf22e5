package org.mailroom.mailstore.blob;

import org.mailroom.mailstore.blob.BlobKit.Row;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.Seal;

import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Figures for sealing and for the segment store, on this machine. Run with a directory on the disk
 * to be measured.
 */
public final class Throughput {
    private static final int ROUNDS = 3;

    private interface Work {
        void run() throws Exception;
    }

    private Throughput() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(args[0]), "throughput");
        System.out.println(Seal.implementation());
        BlobSettings settings = BlobSettings.DEFAULTS;
        Staging staging = Staging.open(directory.resolve("staging"), settings);
        try (SegmentBlobStore store =
                SegmentBlobStore.open(directory.resolve("segments"), settings)) {
            for (int round = 0; round < ROUNDS; round++) {
                System.out.println("round " + round);
                records();
                puts(store, staging, 4 << 10, 100_000);
                puts(store, staging, 40 << 10, 20_000);
                reads(store, staging, 4 << 10, 50_000);
                reads(store, staging, 40 << 10, 50_000);
                reads(store, staging, 10 << 20, 200);
                for (int threads : new int[] {1, 8, 64}) durable(store, staging, threads, 2_000);
            }
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
        }
    }

    private static void records() throws Exception {
        String secret = Base64.getEncoder().encodeToString(new byte[32]);
        MasterKeys master = MasterKeys.ofSecrets(List.of(secret));
        AccountKey key = master.newAccountKey(1);
        byte[] plain = BlobKit.bytes(new Random(1), 1024);
        List<byte[]> sealed = new ArrayList<>();
        time(
                "seal summary of 1 KiB",
                10_000,
                1024,
                i -> {
                    sealed.add(key.sealRecord(RecordKind.SUMMARY, i, plain));
                });
        time(
                "open summary of 1 KiB",
                10_000,
                1024,
                i -> {
                    key.openRecord(RecordKind.SUMMARY, i, sealed.get(i));
                });
    }

    private static void puts(BlobStore store, Staging staging, int size, int count)
            throws Exception {
        byte[] content = BlobKit.bytes(new Random(1), size);
        time("put " + size + ", no sync", count, size, i -> BlobKit.put(store, staging, content));
    }

    private static void reads(BlobStore store, Staging staging, int size, int count)
            throws Exception {
        byte[] content = BlobKit.bytes(new Random(1), size);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) rows.add(BlobKit.put(store, staging, content));
        time(
                "open and read " + size,
                count,
                size,
                i -> {
                    Row row = rows.get(i % rows.size());
                    try (BlobReader reader = store.open(row.ref(), row.key())) {
                        reader.transferTo(OutputStream.nullOutputStream(), 0, size);
                    }
                });
    }

    private static void durable(BlobStore store, Staging staging, int threads, int count)
            throws Exception {
        byte[] content = BlobKit.bytes(new Random(1), 4 << 10);
        Work each =
                () -> {
                    for (int i = 0; i < count / threads; i++) {
                        store.sync(BlobKit.put(store, staging, content).ref());
                    }
                };
        time(
                "put and sync 4096, " + threads + " threads",
                1,
                count * 4096,
                count,
                ignored -> {
                    List<Future<?>> all = new ArrayList<>();
                    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                        for (int t = 0; t < threads; t++) {
                            all.add(
                                    executor.submit(
                                            () -> {
                                                each.run();
                                                return null;
                                            }));
                        }
                    }
                    for (Future<?> one : all) one.get();
                });
    }

    private interface Step {
        void run(int index) throws Exception;
    }

    private static void time(String what, int count, int bytes, Step step) throws Exception {
        time(what, count, bytes, 1, step);
    }

    private static void time(String what, int count, int bytes, int each, Step step)
            throws Exception {
        long cpuBegun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) step.run(i);
        double seconds = (System.nanoTime() - begun) / 1e9;
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBegun;
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%-36s %9.0f/s %8.2f µs each, %7.2f of this thread's CPU %8.1f MB/s",
                        what,
                        count * (double) each / seconds,
                        seconds / count / each * 1e6,
                        cpu / 1e3 / count / each,
                        (double) count * bytes / seconds / 1e6));
    }
}
