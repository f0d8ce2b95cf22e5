package org.mailroom.transport.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is stored to verify a user by SCRAM-SHA-256: neither the password nor anything that logs in.
 * RFC 5802 §3, RFC 7677.
 *
 * @param salt random, 16 bytes or more
 * @param iterations of PBKDF2
 * @param storedKey H(ClientKey)
 * @param serverKey HMAC(SaltedPassword, "Server Key")
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on unchanged; compared by equals below.
public record ScramCredential(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /** Iterations for new credentials; also claimed for unknown users. */
    public static final int DEFAULT_ITERATIONS = 10_000;

    /** Bytes of salt for new credentials; also claimed for unknown users. */
    public static final int SALT_BYTES = 16;

    /**
     * Derives the credential from a password.
     *
     * @param password UTF-8 after {@link Saslprep}
     */
    public static ScramCredential derive(byte[] password, byte[] salt, int iterations) {
        try {
            byte[] salted = saltedPassword(password, salt, iterations);
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] serverKey = hmac(salted, "Server Key");
            Arrays.fill(salted, (byte) 0);
            Arrays.fill(clientKey, (byte) 0);
            return new ScramCredential(salt.clone(), iterations, storedKey, serverKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }

    /** Hi() of RFC 5802 §2.2: PBKDF2 with one block; written out as JCA's takes only characters. */
    private static byte[] saltedPassword(byte[] password, byte[] salt, int iterations)
            throws GeneralSecurityException {
        if (iterations < 1) throw new IllegalArgumentException("iterations " + iterations);
        Mac mac = Mac.getInstance("HmacSHA256");
        // JCA refuses an empty key; HMAC pads keys with zeros, so one zero byte is the same key.
        mac.init(new SecretKeySpec(password.length == 0 ? new byte[1] : password, "HmacSHA256"));
        mac.update(salt);
        byte[] block = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = block.clone();
        for (int i = 1; i < iterations; i++) {
            mac.update(block);
            mac.doFinal(block, 0);
            for (int j = 0; j < result.length; j++) result[j] ^= block[j];
        }
        return result;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramCredential that
                && iterations == that.iterations
                && MessageDigest.isEqual(salt, that.salt)
                && MessageDigest.isEqual(storedKey, that.storedKey)
                && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt);
    }

    /** Keys are secrets: only the iterations are shown. */
    @Override
    public String toString() {
        return "ScramCredential[iterations=" + iterations + "]";
    }
}
