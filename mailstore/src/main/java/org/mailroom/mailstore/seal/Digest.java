package org.mailroom.mailstore.seal;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Keyed digest of a blob's plain content: HMAC-SHA-256 under a key derived from its data key.
 * Without the data key it says nothing about the content, not even whether two blobs are alike.
 */
public final class Digest {
    public static final int BYTES = 32;

    private final byte[] value;

    private Digest(byte[] value) {
        this.value = value;
    }

    /** The digest that {@link #toBytes} wrote. */
    public static Digest of(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("digest of " + bytes.length);
        return new Digest(bytes.clone());
    }

    public byte[] toBytes() {
        return value.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(value);
    }
}
