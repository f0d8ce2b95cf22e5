package org.mailroom.mailstore.seal;

import org.bouncycastle.crypto.PacketCipherException;
import org.bouncycastle.crypto.modes.AESGCMModePacketCipher;
import org.bouncycastle.crypto.modes.AESGCMPacketCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

import java.security.SecureRandom;
import java.util.Arrays;

import javax.security.auth.DestroyFailedException;

/**
 * AES-256-GCM with 96-bit nonces and 128-bit tags: the one place that calls the cipher.
 *
 * <p>The packet cipher does key schedule, payload and tag in one native call (0.5 µs for a key, 0.6
 * µs for a summary, 5.5 µs for 64 KiB, against 2.8 µs for the streaming cipher on a key). An
 * instance remembers its last key and nonce to refuse reuse, so it is neither shared between
 * threads nor kept.
 */
final class Aead {
    static final int KEY = 32;
    static final int NONCE = 12;
    static final int TAG = 16;

    static final SecureRandom RANDOM = new SecureRandom();

    private Aead() {}

    /** Seals {@code length} bytes and returns the sealed length, {@code length + TAG}. */
    static int seal(
            byte[] key,
            byte[] nonce,
            byte[] aad,
            byte[] in,
            int from,
            int length,
            byte[] out,
            int to) {
        return seal(AESGCMPacketCipher.newInstance(), key, nonce, aad, in, from, length, out, to);
    }

    static int seal(
            AESGCMModePacketCipher cipher,
            byte[] key,
            byte[] nonce,
            byte[] aad,
            byte[] in,
            int from,
            int length,
            byte[] out,
            int to) {
        try {
            return cipher.processPacket(
                    true, parameters(key, nonce, aad), in, from, length, out, to);
        } catch (PacketCipherException e) {
            throw new IllegalStateException("sealing failed", e);
        } finally {
            forget(cipher);
        }
    }

    /**
     * Opens {@code length} sealed bytes and returns the plain length.
     *
     * @throws TamperedException when they are not what was sealed; {@code out} is then wiped
     */
    static int open(
            byte[] key,
            byte[] nonce,
            byte[] aad,
            byte[] in,
            int from,
            int length,
            byte[] out,
            int to) {
        return open(AESGCMPacketCipher.newInstance(), key, nonce, aad, in, from, length, out, to);
    }

    static int open(
            AESGCMModePacketCipher cipher,
            byte[] key,
            byte[] nonce,
            byte[] aad,
            byte[] in,
            int from,
            int length,
            byte[] out,
            int to) {
        if (length < TAG) throw new TamperedException("shorter than its tag");
        try {
            return cipher.processPacket(
                    false, parameters(key, nonce, aad), in, from, length, out, to);
        } catch (PacketCipherException e) {
            // Whatever the implementation left there was not authenticated.
            Arrays.fill(out, to, to + length - TAG, (byte) 0);
            throw new TamperedException("authentication failed");
        } finally {
            forget(cipher);
        }
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static AEADParameters parameters(byte[] key, byte[] nonce, byte[] aad) {
        return new AEADParameters(new KeyParameter(key), TAG * 8, nonce, aad);
    }

    private static void forget(AESGCMModePacketCipher cipher) {
        try {
            cipher.destroy();
        } catch (DestroyFailedException e) {
            throw new IllegalStateException(e);
        }
    }
}
