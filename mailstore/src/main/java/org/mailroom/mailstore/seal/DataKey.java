package org.mailroom.mailstore.seal;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The random key of one blob. It comes from a {@link ChunkSealer}, which never seals twice under
 * it, or from {@link AccountKey#unwrap}. The content key and the digest key are derived from it.
 */
public final class DataKey implements AutoCloseable {
    private final byte[] secret;
    private final byte[] content;
    private byte @Nullable [] digest;
    private volatile boolean closed;

    DataKey(byte[] secret) {
        this.secret = secret;
        this.content = Hkdf.expand(secret, "mailroom blob content 1");
    }

    static DataKey random() {
        return new DataKey(Aead.random(Aead.KEY));
    }

    byte[] secret() {
        requireOpen();
        return secret;
    }

    byte[] content() {
        requireOpen();
        return content;
    }

    /** Derived when first asked for: readers seldom need it. */
    synchronized byte[] digest() {
        requireOpen();
        byte[] known = digest;
        if (known == null) {
            known = Hkdf.expand(secret, "mailroom blob digest 1");
            digest = known;
        }
        return known;
    }

    // Sealing under a wiped key would be sealing under a key everybody knows.
    private void requireOpen() {
        if (closed) throw new IllegalStateException("data key closed");
    }

    /** Wipes the key. Only when no reader or sealer uses it any more. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
        Arrays.fill(content, (byte) 0);
        if (digest != null) Arrays.fill(digest, (byte) 0);
    }
}
