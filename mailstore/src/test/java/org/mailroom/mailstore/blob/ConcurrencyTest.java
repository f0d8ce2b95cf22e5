package org.mailroom.mailstore.blob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.blob.BlobKit.Row;
import org.mailroom.mailstore.blob.BlobKit.Rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Everybody at once: put, sync, read, delete, scan, compact. */
@Timeout(60)
class ConcurrencyTest {
    private static final long SEED = 19_000;
    private static final int WRITERS = 8;
    private static final int EACH = 150;

    @TempDir Path directory;

    @Test
    void nothingIsLostOrMixedUp() throws Exception {
        Staging staging = BlobKit.staging(directory);
        Rows rows = new Rows();
        AtomicInteger writing = new AtomicInteger(WRITERS);
        AtomicInteger compactions = new AtomicInteger();
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            List<Future<?>> all = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < WRITERS; i++) {
                    Random random = new Random(SEED + i);
                    all.add(
                            threads.submit(
                                    () -> {
                                        write(store, staging, rows, random);
                                        return writing.decrementAndGet();
                                    }));
                }
                all.add(
                        threads.submit(
                                () -> {
                                    while (writing.get() > 0) {
                                        compactions.addAndGet(store.compact(rows).segments());
                                        BlobKit.scan(store);
                                    }
                                    return null;
                                }));
            }
            for (Future<?> one : all) one.get();
            store.compact(rows);
            for (Row row : rows.byId.values()) verify(store, row);
        }
        assertThat(compactions.get()).isPositive();
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            store.compact(rows);
            for (Row row : rows.byId.values()) verify(store, row);
        }
    }

    private static void write(SegmentBlobStore store, Staging staging, Rows rows, Random random)
            throws IOException {
        List<Row> own = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            byte[] content = new byte[random.nextInt(i % 10 == 0 ? 300_000 : 9_000)];
            Arrays.fill(content, (byte) content.length);
            try (Staged staged = BlobKit.staged(staging, content)) {
                Row row = new Row(store.put(staged), staged.dataKey());
                store.sync(row.ref());
                rows.add(row);
                own.add(row);
            }
            Row any = own.get(random.nextInt(own.size()));
            verify(store, rows.byId.get(any.ref().id()));
            if (own.size() > 5 && i % 4 != 0) {
                Row gone = own.remove(random.nextInt(own.size()));
                Row present = rows.byId.remove(gone.ref().id());
                store.delete(present.ref());
            }
        }
    }

    private static void verify(SegmentBlobStore store, Row row) throws IOException {
        byte[] content = BlobKit.read(store, row);
        byte[] expected = new byte[(int) row.ref().size()];
        Arrays.fill(expected, (byte) expected.length);
        assertThat(content).isEqualTo(expected);
    }
}
