package org.mailroom.messaging.login.passkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A browser with a passkey in it, written from the specification: one P-256 key, CBOR by hand. Its
 * fields make it err.
 */
public final class SoftwareAuthenticator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PRESENT = 1;
    private static final int VERIFIED = 4;
    private static final int NEW_CREDENTIAL = 64;

    private final KeyPair pair;
    private final byte[] id = new byte[32];
    private byte[] handle = {};
    public String origin;
    public String host;
    public boolean verifies = true;
    public boolean present = true;
    public boolean tellsHandle = true;
    public int step = 1;
    public int count;
    public String format = "none";
    public Optional<byte[]> otherHandle = Optional.empty();

    public SoftwareAuthenticator(String origin, String host) {
        this.origin = origin;
        this.host = host;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        new SecureRandom().nextBytes(id);
    }

    /** The answer of {@code navigator.credentials.create}. */
    public String create(String options) throws Exception {
        JsonNode publicKey = JSON.readTree(options).path("publicKey");
        handle = decoded(publicKey.path("user").path("id").textValue());
        byte[] client = client("webauthn.create", publicKey);
        byte[] data = authenticatorData(NEW_CREDENTIAL);
        byte[] attestation =
                concat(
                        new byte[] {(byte) 0xA3},
                        text("fmt"),
                        text(format),
                        text("attStmt"),
                        new byte[] {(byte) 0xA0},
                        text("authData"),
                        bytes(data));
        return answer(
                Map.of(
                        "clientDataJSON",
                        encoded(client),
                        "attestationObject",
                        encoded(attestation),
                        "transports",
                        new String[] {"internal"}));
    }

    /** The answer of {@code navigator.credentials.get}. */
    public String get(String options) throws Exception {
        JsonNode publicKey = JSON.readTree(options).path("publicKey");
        byte[] client = client("webauthn.get", publicKey);
        byte[] data = authenticatorData(0);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(data);
        signature.update(sha256(client));
        return answer(
                tellsHandle
                        ? Map.of(
                                "clientDataJSON",
                                encoded(client),
                                "authenticatorData",
                                encoded(data),
                                "signature",
                                encoded(signature.sign()),
                                "userHandle",
                                encoded(otherHandle.orElse(handle)))
                        : Map.of(
                                "clientDataJSON",
                                encoded(client),
                                "authenticatorData",
                                encoded(data),
                                "signature",
                                encoded(signature.sign())));
    }

    private String answer(Map<String, Object> response) throws Exception {
        return JSON.writeValueAsString(
                Map.of(
                        "type",
                        "public-key",
                        "id",
                        encoded(id),
                        "response",
                        response,
                        "clientExtensionResults",
                        Map.of()));
    }

    private byte[] client(String type, JsonNode publicKey) throws Exception {
        return JSON.writeValueAsBytes(
                Map.of(
                        "type",
                        type,
                        "challenge",
                        publicKey.path("challenge").textValue(),
                        "origin",
                        origin,
                        "crossOrigin",
                        false));
    }

    private byte[] authenticatorData(int flags) throws Exception {
        count += step;
        int all = flags | (present ? PRESENT : 0) | (verifies ? VERIFIED : 0);
        byte[] head =
                concat(
                        sha256(host.getBytes(UTF_8)),
                        new byte[] {(byte) all},
                        ByteBuffer.allocate(4).putInt(count).array());
        if (flags == 0) {
            return head;
        }
        byte[] length = ByteBuffer.allocate(2).putShort((short) id.length).array();
        return concat(head, new byte[16], length, id, publicKey());
    }

    /** kty EC2, alg ES256, crv P-256, x, y. RFC 9053 §7.1. */
    private byte[] publicKey() {
        var point = ((ECPublicKey) pair.getPublic()).getW();
        return concat(
                new byte[] {(byte) 0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21},
                bytes(coordinate(point.getAffineX())),
                new byte[] {0x22},
                bytes(coordinate(point.getAffineY())));
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] all = number.toByteArray();
        byte[] fixed = new byte[32];
        int from = Math.max(0, all.length - 32);
        System.arraycopy(all, from, fixed, 32 - (all.length - from), all.length - from);
        return fixed;
    }

    private static byte[] text(String text) {
        byte[] octets = text.getBytes(UTF_8);
        return concat(new byte[] {(byte) (0x60 | octets.length)}, octets);
    }

    private static byte[] bytes(byte[] octets) {
        byte[] head =
                octets.length < 256
                        ? new byte[] {0x58, (byte) octets.length}
                        : new byte[] {0x59, (byte) (octets.length >> 8), (byte) octets.length};
        return concat(head, octets);
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static byte[] sha256(byte[] octets) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(octets);
    }

    private static String encoded(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
