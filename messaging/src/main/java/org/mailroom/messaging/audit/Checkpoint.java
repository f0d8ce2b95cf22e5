package org.mailroom.messaging.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the log was at a size, signed: with it in safe hands, nobody can change, drop or put in a
 * record before it unnoticed. As text it is a signed note, as transparency logs exchange them:
 *
 * <pre>
 * origin
 * size
 * root hash, base64
 * time
 * chain hash of the last record, hex
 *
 * — origin base64(4 octets that name the key | Ed25519 signature of the lines above)
 * </pre>
 *
 * @param origin names the log: made from its public key
 * @param note the whole text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Checkpoint(String origin, long size, byte[] root, Instant at, String note) {
    private static final String MARK = "\n\n— ";

    /** RFC 8032 §5.1: an Ed25519 public key is 32 octets, at the end of its X.509 form. */
    private static final int KEY = 32;

    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The origin that belongs to a public key. */
    static String origin(byte[] publicKey) {
        byte[] digest = Merkle.sha256().digest(publicKey);
        return "mailroom-audit-" + HexFormat.of().formatHex(digest, 0, 8);
    }

    static String body(String origin, long size, byte[] root, Instant at, byte[] hash) {
        return String.join(
                        "\n",
                        origin,
                        Long.toString(size),
                        Base64.getEncoder().encodeToString(root),
                        at.toString(),
                        HexFormat.of().formatHex(hash))
                + "\n";
    }

    static Checkpoint signed(String body, byte[] publicKey, byte[] signature) {
        String origin = origin(publicKey);
        byte[] both = Arrays.copyOf(keyName(origin, publicKey), 4 + signature.length);
        System.arraycopy(signature, 0, both, 4, signature.length);
        String line = origin + " " + Base64.getEncoder().encodeToString(both);
        return parse(body + "\n— " + line + "\n").orElseThrow();
    }

    // the name of a key in a signed note: SHA-256(name | LF | 1 for Ed25519 | key), cut
    private static byte[] keyName(String origin, byte[] publicKey) {
        var digest = Merkle.sha256();
        digest.update((origin + "\n").getBytes(UTF_8));
        digest.update((byte) 1);
        return Arrays.copyOf(digest.digest(publicKey), 4);
    }

    /** The line by which others know the log's public key: {@code origin+name+base64}. */
    static String verifierKey(byte[] publicKey) {
        byte[] typed = new byte[1 + KEY];
        typed[0] = 1;
        System.arraycopy(publicKey, 0, typed, 1, KEY);
        String origin = origin(publicKey);
        return origin
                + "+"
                + HexFormat.of().formatHex(keyName(origin, publicKey))
                + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** A checkpoint's text; empty if it is none. Its signature is {@link #signedBy}'s to check. */
    public static Optional<Checkpoint> parse(String note) {
        int end = note.indexOf(MARK);
        if (end < 0) {
            return Optional.empty();
        }
        List<String> lines = List.of(note.substring(0, end).split("\n", -1));
        try {
            return lines.size() < 5
                    ? Optional.empty()
                    : Optional.of(
                            new Checkpoint(
                                    lines.get(0),
                                    Long.parseLong(lines.get(1)),
                                    Base64.getDecoder().decode(lines.get(2)),
                                    Instant.parse(lines.get(3)),
                                    note));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it was signed with the key that belongs to this public key. RFC 8032 §5.1.7. */
    boolean signedBy(byte[] publicKey) {
        int end = note.indexOf(MARK) + 1;
        String[] line = note.substring(end + MARK.length() - 1).strip().split(" ", -1);
        if (line.length != 2 || !line[0].equals(origin) || !origin.equals(origin(publicKey))) {
            return false;
        }
        try {
            byte[] both = Base64.getDecoder().decode(line[1]);
            if (both.length < 4
                    || !Arrays.equals(Arrays.copyOf(both, 4), keyName(origin, publicKey))) {
                return false;
            }
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key(publicKey));
            verifier.update(note.substring(0, end).getBytes(UTF_8));
            return verifier.verify(both, 4, both.length - 4);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static PublicKey key(byte[] raw) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(X509, X509.length + raw.length);
        System.arraycopy(raw, 0, encoded, X509.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
