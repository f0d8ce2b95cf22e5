package org.mailroom.mailstore.seal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

import javax.crypto.Mac;

/**
 * The key of one account, from {@link MasterKeys#newAccountKey} or {@link MasterKeys#unwrap}. It
 * wraps the data keys of the account's blobs, seals its small records and hashes what must be
 * matched. Safe for use by many threads. Once closed it is wiped and every call throws {@link
 * IllegalStateException}.
 *
 * <p>Nonces are random 96-bit numbers, so at most 2³² data keys may be wrapped and 2³² records
 * sealed in an account's life (NIST SP 800-38D §8.3): one a second for 136 years.
 */
public final class AccountKey implements AutoCloseable {
    private static final byte VERSION = 1;
    private static final int OVERHEAD = 1 + Aead.NONCE + Aead.TAG;

    private final long accountId;
    private final byte[] secret;
    private final byte[] wrapping;
    private final byte[] records;
    private final byte[] hashing;

    private final KeyGuard guard;

    AccountKey(long accountId, byte[] secret) {
        this.accountId = accountId;
        this.guard = new KeyGuard("key of account " + accountId);
        this.secret = secret;
        this.wrapping = Hkdf.expand(secret, "mailroom account wrap 1");
        this.records = Hkdf.expand(secret, "mailroom account records 1");
        this.hashing = Hkdf.expand(secret, "mailroom account hash 1");
    }

    public long accountId() {
        return accountId;
    }

    /** The key for {@link MasterKeys} to wrap. */
    byte[] secret() {
        return secret;
    }

    /** Wraps a blob's data key for this account: 61 bytes, to be stored in the email's row. */
    public byte[] wrap(DataKey key, BlobId blob) {
        return using(() -> seal(wrapping, blobAad(blob), key.secret()));
    }

    /**
     * The data key that {@link #wrap} wrapped.
     *
     * @throws TamperedException when altered, or wrapped for another blob or account
     */
    public DataKey unwrap(byte[] wrapped, BlobId blob) {
        byte[] secretOfBlob = using(() -> open(wrapping, blobAad(blob), wrapped, "data key"));
        if (secretOfBlob.length != Aead.KEY) throw new TamperedException("data key");
        return new DataKey(secretOfBlob);
    }

    /**
     * Seals a small record. Kind and id are authenticated with it, so that a value moved to another
     * row or column does not open. An older value of the same row and column does open: freshness
     * is the database's.
     *
     * @param recordId the row's identity, unique among records of its kind in the account
     */
    public byte[] sealRecord(RecordKind kind, long recordId, byte[] plain) {
        return using(() -> seal(records, recordAad(kind, recordId), plain));
    }

    /**
     * Opens what {@link #sealRecord} sealed.
     *
     * @throws TamperedException when altered, or of another kind, id or account
     */
    public byte[] openRecord(RecordKind kind, long recordId, byte[] sealed) {
        return using(() -> open(records, recordAad(kind, recordId), sealed, kind.name()));
    }

    /** Keyed hash, 32 bytes: equal input of one kind in one account hashes equally for ever. */
    public byte[] hash(HashKind kind, byte[] value) {
        return using(() -> hash(hashing, kind, value));
    }

    /** Wipes the key. */
    @Override
    public void close() {
        guard.close(secret, wrapping, records, hashing);
    }

    <T> T using(Supplier<T> work) {
        return guard.using(work);
    }

    static byte[] hash(byte[] key, HashKind kind, byte[] value) {
        Mac mac = Hkdf.mac(key);
        mac.update(kind.code());
        return mac.doFinal(value);
    }

    // version | nonce | ciphertext | tag
    private static byte[] seal(byte[] key, byte[] aad, byte[] plain) {
        byte[] sealed = new byte[OVERHEAD + plain.length];
        byte[] nonce = Aead.random(Aead.NONCE);
        sealed[0] = VERSION;
        System.arraycopy(nonce, 0, sealed, 1, nonce.length);
        Aead.seal(key, nonce, aad, plain, 0, plain.length, sealed, 1 + nonce.length);
        return sealed;
    }

    private static byte[] open(byte[] key, byte[] aad, byte[] sealed, String what) {
        if (sealed.length < OVERHEAD || sealed[0] != VERSION) {
            throw new TamperedException(what + ": not a sealed record");
        }
        int start = 1 + Aead.NONCE;
        byte[] nonce = Arrays.copyOfRange(sealed, 1, start);
        byte[] plain = new byte[sealed.length - OVERHEAD];
        Aead.open(key, nonce, aad, sealed, start, sealed.length - start, plain, 0);
        return plain;
    }

    private static byte[] recordAad(RecordKind kind, long recordId) {
        return ByteBuffer.allocate(10).put(VERSION).put(kind.code()).putLong(recordId).array();
    }

    private static byte[] blobAad(BlobId blob) {
        return ByteBuffer.allocate(1 + BlobId.BYTES)
                .put(VERSION)
                .putLong(blob.high())
                .putLong(blob.low())
                .array();
    }
}
