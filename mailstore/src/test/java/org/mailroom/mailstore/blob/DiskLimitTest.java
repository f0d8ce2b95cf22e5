package org.mailroom.mailstore.blob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.blob.BlobKit.Row;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A limit of the operating system's, not one we simulate. */
@Timeout(30)
@EnabledOnOs({OS.LINUX, OS.MAC})
class DiskLimitTest {
    @TempDir Path directory;

    /** Runs under a file size limit of 512 KiB: says what became of each put. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            Staging staging = BlobKit.staging(directory);
            try (SegmentBlobStore store = BlobKit.open(directory)) {
                byte[] large = BlobKit.bytes(new Random(1), 400_000);
                for (byte[] content : List.of(large, large, new byte[1000])) {
                    try {
                        Row row = BlobKit.put(store, staging, content);
                        store.sync(row.ref());
                        System.out.println("stored " + BlobKit.read(store, row).length);
                    } catch (StorageFull e) {
                        System.out.println("full");
                    }
                }
                System.out.println("records " + BlobKit.scan(store).size());
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndWhatFitsIsStoredAfterwards() throws Exception {
        String command =
                "ulimit -f 1024; exec \"$0\" --enable-native-access=ALL-UNNAMED"
                        + " -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto \"$@\"";
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                command,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out.lines()).contains("stored 400000", "full", "stored 1000", "records 2");
    }
}
