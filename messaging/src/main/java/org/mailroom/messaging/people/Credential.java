package org.mailroom.messaging.people;

import org.mailroom.transport.auth.ScramCredential;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * What is kept of a password: its Argon2id hash and what SCRAM-SHA-256 needs, two lines written
 * together so that they never belong to different passwords. The second is of the form of RFC 5803
 * §2.
 */
record Credential(Argon2 hash, ScramCredential scram) {
    private static final String SCHEME = "SCRAM-SHA-256$";

    static Credential of(byte[] password, SecureRandom random) {
        byte[] salt = new byte[ScramCredential.SALT_BYTES];
        random.nextBytes(salt);
        return new Credential(
                Argon2.of(password, random),
                ScramCredential.derive(password, salt, ScramCredential.DEFAULT_ITERATIONS));
    }

    byte[] stored() {
        Base64.Encoder base64 = Base64.getEncoder();
        String text =
                hash.text()
                        + "\n"
                        + SCHEME
                        + scram.iterations()
                        + ":"
                        + base64.encodeToString(scram.salt())
                        + "$"
                        + base64.encodeToString(scram.storedKey())
                        + ":"
                        + base64.encodeToString(scram.serverKey());
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Optional<Credential> parse(byte[] stored) {
        String[] lines = new String(stored, StandardCharsets.US_ASCII).split("\n");
        if (lines.length != 2 || !lines[1].startsWith(SCHEME)) {
            return Optional.empty();
        }
        String[] fields = lines[1].substring(SCHEME.length()).split("[:$]");
        if (fields.length != 4) {
            return Optional.empty();
        }
        Base64.Decoder base64 = Base64.getDecoder();
        ScramCredential scram =
                new ScramCredential(
                        base64.decode(fields[1]),
                        Integer.parseInt(fields[0]),
                        base64.decode(fields[2]),
                        base64.decode(fields[3]));
        return Argon2.parse(lines[0]).map(hash -> new Credential(hash, scram));
    }
}
