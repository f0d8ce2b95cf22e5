package org.mailroom.mailstore.blob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.Chunks;
import org.mailroom.mailstore.seal.Digest;
import org.mailroom.mailstore.seal.MasterKeys;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** kill -9 at random: every acknowledged blob is there, whole, and the store goes on. */
@Timeout(60)
class KillTest {
    private static final long SEED = 9;
    private static final int KILLS = 5;
    private static final int WRITERS = 4;
    private static final long ACCOUNT = 1;
    private static final Pattern LINE =
            Pattern.compile("\\p{XDigit}{32} \\d+ \\d+ \\d+ \\p{XDigit}{64} \\p{XDigit}{122}");

    @TempDir Path directory;

    /** What is killed. It acknowledges a line per blob, after the sync, as a server would. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            MasterKeys master = MasterKeys.ofSecrets(List.of(args[1]));
            byte[] wrappedAccount = HexFormat.of().parseHex(args[2]);
            AccountKey account = master.unwrap(ACCOUNT, wrappedAccount);
            Staging staging = BlobKit.staging(directory);
            SegmentBlobStore store = BlobKit.open(directory);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < WRITERS; i++) {
                    Random random = new Random(System.nanoTime() + i);
                    threads.submit(() -> write(store, staging, account, random));
                }
            }
        }

        private static Void write(
                SegmentBlobStore store, Staging staging, AccountKey account, Random random)
                throws IOException {
            while (true) {
                byte[] content = content(random.nextInt(), random.nextInt(3 * Chunks.PLAIN));
                try (Staged staged = BlobKit.staged(staging, content)) {
                    BlobRef ref = store.put(staged);
                    store.sync(ref);
                    String line =
                            String.join(
                                    " ",
                                    HexFormat.of().formatHex(ref.id().toBytes()),
                                    "" + ref.place().segment(),
                                    "" + ref.place().offset(),
                                    "" + ref.size(),
                                    ref.digest().toString(),
                                    HexFormat.of()
                                            .formatHex(account.wrap(staged.dataKey(), ref.id())));
                    System.out.println(line);
                }
            }
        }

        private static byte[] content(int seed, int size) {
            return BlobKit.bytes(new Random(seed), size);
        }
    }

    @Test
    void everyAcknowledgedBlobIsThere() throws Exception {
        Random random = new Random(SEED);
        String secret = Base64.getEncoder().encodeToString(BlobKit.bytes(random, 32));
        MasterKeys master = MasterKeys.ofSecrets(List.of(secret));
        AccountKey account = master.newAccountKey(ACCOUNT);
        String wrapped = HexFormat.of().formatHex(master.wrap(account));
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-XX:TieredStopAtLevel=1",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Writer.class.getName(),
                                    directory.toString(),
                                    secret,
                                    wrapped)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            int before = acknowledged.size();
            int atLeast = 1 + random.nextInt(200);
            try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    // What the kill cut in the middle was not acknowledged.
                    if (LINE.matcher(line).matches()) acknowledged.add(line);
                    if (acknowledged.size() - before >= atLeast) {
                        process.toHandle()
                                .destroyForcibly(); // other than the process's own, it leaves the
                        // stream
                    }
                }
            }
            process.waitFor();
            assertThat(acknowledged.size() - before).isGreaterThanOrEqualTo(atLeast);
            verify(acknowledged, account);
        }
    }

    private void verify(List<String> acknowledged, AccountKey account) throws IOException {
        BlobKit.staging(directory);
        try (SegmentBlobStore store = BlobKit.open(directory)) {
            for (String line : acknowledged) {
                String[] part = line.split(" ");
                BlobId id = BlobId.of(HexFormat.of().parseHex(part[0]));
                BlobRef.Place place =
                        new BlobRef.Place(Long.parseLong(part[1]), Long.parseLong(part[2]));
                Digest digest = Digest.of(HexFormat.of().parseHex(part[4]));
                BlobRef ref = new BlobRef(id, place, Long.parseLong(part[3]), digest);
                byte[] wrapped = HexFormat.of().parseHex(part[5]);
                try (BlobReader reader = store.open(ref, account.unwrap(wrapped, id))) {
                    assertThat(reader.digest()).isEqualTo(digest);
                }
            }
            assertThat(BlobKit.scan(store)).hasSizeGreaterThanOrEqualTo(acknowledged.size());
        }
    }
}
