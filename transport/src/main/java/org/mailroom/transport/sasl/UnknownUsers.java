package org.mailroom.transport.sasl;

import org.mailroom.transport.auth.Saslprep;
import org.mailroom.transport.auth.ScramCredential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials for users who do not exist: for each name always the same ones, as for those who do,
 * so that asking tells nothing. No password fits them. RFC 5802 §9.
 */
final class UnknownUsers {
    private final SecretKeySpec key;

    /** {@code secret} must stay the same over restarts. */
    UnknownUsers(byte[] secret) {
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    ScramCredential credential(String user) {
        String name = prepared(user);
        return new ScramCredential(
                Arrays.copyOf(derive("salt", name), ScramCredential.SALT_BYTES),
                ScramCredential.DEFAULT_ITERATIONS,
                derive("stored", name),
                derive("server", name));
    }

    /** As a directory would: two spellings of one name have one salt. */
    private static String prepared(String user) {
        try {
            return Saslprep.prepare(user);
        } catch (IllegalArgumentException e) {
            return user;
        }
    }

    private byte[] derive(String purpose, String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal((purpose + " " + name).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is in every JDK", e);
        }
    }
}
