package org.mailroom.mailstore.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(20)
class AccountKeyTest {
    private static final long SEED = 5869;

    private final MasterKeys master = masterKeys();
    private final AccountKey alice = master.newAccountKey(1);
    private final AccountKey bob = master.newAccountKey(2);

    @Test
    void recordsOpenWhereTheyWereSealed() {
        for (int length : new int[] {0, 1, 100, 5000}) {
            byte[] plain = new byte[length];
            new Random(SEED).nextBytes(plain);
            byte[] sealed = alice.sealRecord(RecordKind.SUMMARY, 7, plain);
            assertThat(alice.openRecord(RecordKind.SUMMARY, 7, sealed)).isEqualTo(plain);
            assertThat(sealed).hasSize(length + 29);
        }
    }

    @Test
    void recordsMovedElsewhereDoNotOpen() {
        byte[] sealed = alice.sealRecord(RecordKind.SUMMARY, 7, "plain".getBytes(UTF_8));
        assertTampered(() -> alice.openRecord(RecordKind.SUMMARY, 8, sealed));
        assertTampered(() -> alice.openRecord(RecordKind.MAILBOX, 7, sealed));
        assertTampered(() -> bob.openRecord(RecordKind.SUMMARY, 7, sealed));
    }

    @Test
    void everyByteOfARecordCounts() {
        byte[] sealed = alice.sealRecord(RecordKind.SUMMARY, 7, "plain".getBytes(UTF_8));
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= (byte) (1 << (i % 8));
            assertTampered(() -> alice.openRecord(RecordKind.SUMMARY, 7, altered));
            byte[] cut = java.util.Arrays.copyOf(sealed, i);
            assertTampered(() -> alice.openRecord(RecordKind.SUMMARY, 7, cut));
        }
        byte[] longer = java.util.Arrays.copyOf(sealed, sealed.length + 1);
        assertTampered(() -> alice.openRecord(RecordKind.SUMMARY, 7, longer));
    }

    @Test
    void dataKeysAreBoundToBlobAndAccount() {
        BlobId blob = BlobId.random();
        ChunkSealer sealer = new ChunkSealer(blob);
        byte[] sealed = new byte[21];
        sealer.seal("plain".getBytes(UTF_8), 0, 5, true, sealed, 0);
        byte[] wrapped = alice.wrap(sealer.dataKey(), blob);
        assertThat(wrapped).hasSize(61);

        byte[] out = new byte[5];
        new ChunkOpener(alice.unwrap(wrapped, blob), blob, 5).open(0, sealed, 0, 21, out, 0);
        assertThat(new String(out, UTF_8)).isEqualTo("plain");

        assertTampered(() -> alice.unwrap(wrapped, BlobId.random()));
        assertTampered(() -> bob.unwrap(wrapped, blob));
        for (int i = 0; i < wrapped.length; i++) {
            byte[] altered = wrapped.clone();
            altered[i] ^= 1;
            assertTampered(() -> alice.unwrap(altered, blob));
        }
    }

    @Test
    void aRecordIsNoDataKey() {
        BlobId blob = BlobId.random();
        byte[] sealed = alice.sealRecord(RecordKind.OTHER, blob.high(), new byte[32]);
        assertTampered(() -> alice.unwrap(sealed, blob));
    }

    @Test
    void hashesTellKindsAndAccountsApart() {
        byte[] value = "<1@demo.test>".getBytes(UTF_8);
        byte[] hash = alice.hash(HashKind.MESSAGE_ID, value);
        assertThat(hash).hasSize(32).isEqualTo(alice.hash(HashKind.MESSAGE_ID, value));
        assertThat(hash).isNotEqualTo(alice.hash(HashKind.SUBJECT, value));
        assertThat(hash).isNotEqualTo(bob.hash(HashKind.MESSAGE_ID, value));
    }

    @Test
    void aClosedKeyDoesNothing() {
        byte[] sealed = alice.sealRecord(RecordKind.SUMMARY, 7, new byte[3]);
        alice.close();
        assertClosed(() -> alice.openRecord(RecordKind.SUMMARY, 7, sealed));
        assertClosed(() -> alice.sealRecord(RecordKind.SUMMARY, 7, new byte[3]));
        assertClosed(() -> alice.hash(HashKind.SUBJECT, new byte[3]));
        assertClosed(() -> master.wrap(alice));
    }

    /** A key wiped in the middle of sealing would seal under zeros. */
    @Test
    void closingWhileInUseLeavesNothingSealedUnderAWipedKey() throws Exception {
        for (int round = 0; round < 50; round++) {
            AccountKey key = master.newAccountKey(3);
            byte[] wrapped = master.wrap(key);
            AtomicInteger sealedOnes = new AtomicInteger();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    threads.submit(
                            () -> {
                                AccountKey again = master.unwrap(3, wrapped);
                                while (true) {
                                    byte[] sealed;
                                    try {
                                        sealed = key.sealRecord(RecordKind.OTHER, 1, new byte[9]);
                                    } catch (IllegalStateException e) {
                                        return null;
                                    }
                                    again.openRecord(RecordKind.OTHER, 1, sealed);
                                    sealedOnes.incrementAndGet();
                                }
                            });
                }
                while (sealedOnes.get() < 20) Thread.onSpinWait();
                key.close();
            }
        }
    }

    private static MasterKeys masterKeys() {
        try {
            return MasterKeys.ofSecrets(List.of(Base64.getEncoder().encodeToString(new byte[32])));
        } catch (KeystoreException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertTampered(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(TamperedException.class);
    }

    private static void assertClosed(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(IllegalStateException.class);
    }
}
