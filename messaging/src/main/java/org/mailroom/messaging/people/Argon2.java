package org.mailroom.messaging.people;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Argon2id in the text form {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. RFC 9106. The parameters
 * are those of the text, so that raising them for new passwords leaves old ones valid.
 *
 * @param memory KiB
 * @param passes over the memory
 * @param lanes degree of parallelism; lanes are computed one after another here
 */
@SuppressWarnings("ArrayRecordComponent") // Made to verify one password, never compared.
record Argon2(int memory, int passes, int lanes, byte[] salt, byte[] hash) {
    /** For new passwords. */
    static final int MEMORY = 19 * 1024;

    static final int PASSES = 2;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** What a stored text may ask of memory; more is a damaged or planted value. */
    private static final int MOST_MEMORY = 1 << 20;

    private static final Pattern TEXT =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
                            + "\\$([A-Za-z0-9+/]{11,88})\\$([A-Za-z0-9+/]{22,88})");

    /** Hashes a new password under a fresh salt. */
    static Argon2 of(byte[] password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Argon2 parameters = new Argon2(MEMORY, PASSES, 1, salt, new byte[HASH_BYTES]);
        return new Argon2(MEMORY, PASSES, 1, salt, parameters.compute(password));
    }

    /** Costs as much to check as a real one, and is nobody's. */
    static Argon2 ofNobody(SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        return new Argon2(MEMORY, PASSES, 1, salt, hash);
    }

    static Optional<Argon2> parse(String text) {
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(match.group(1));
        int passes = Integer.parseInt(match.group(2));
        int lanes = Integer.parseInt(match.group(3));
        if (lanes < 1 || passes < 1 || memory < 8 * lanes || memory > MOST_MEMORY) {
            return Optional.empty();
        }
        return Optional.of(
                new Argon2(
                        memory,
                        passes,
                        lanes,
                        Base64.getDecoder().decode(match.group(4)),
                        Base64.getDecoder().decode(match.group(5))));
    }

    boolean matches(byte[] password) {
        return MessageDigest.isEqual(compute(password), hash);
    }

    private byte[] compute(byte[] password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memory)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] result = new byte[hash.length];
        generator.generateBytes(password, result);
        return result;
    }

    /** The text form. */
    String text() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        memory,
                        passes,
                        lanes,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    /** The hash is a secret. */
    @Override
    public String toString() {
        return "Argon2[m=" + memory + ",t=" + passes + ",p=" + lanes + "]";
    }
}
