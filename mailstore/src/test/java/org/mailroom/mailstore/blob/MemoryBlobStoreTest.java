package org.mailroom.mailstore.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.blob.BlobKit.Row;
import org.mailroom.mailstore.blob.BlobKit.Rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** The store that tests use behaves as the real one does. */
@Timeout(20)
class MemoryBlobStoreTest {
    @TempDir Path directory;

    @Test
    void keepsReadsAndCollects() throws IOException {
        Staging staging = BlobKit.staging(directory);
        byte[] content = BlobKit.bytes(new Random(7), 300_000);
        Rows rows = new Rows();
        try (MemoryBlobStore store = new MemoryBlobStore()) {
            Row kept = BlobKit.put(store, staging, content);
            Row gone = BlobKit.put(store, staging, content);
            rows.add(kept);
            store.sync(kept.ref(), gone.ref());
            store.compact(rows);
            assertThat(BlobKit.read(store, kept)).isEqualTo(content);
            assertThatThrownBy(() -> BlobKit.read(store, gone)).isInstanceOf(NoSuchBlob.class);
        }
    }
}
