package org.mailroom.transport.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The client's side of SCRAM-SHA-256, written apart from the server's so that one checks the other.
 * Messages go in and out in base64. RFC 5802.
 */
public final class ScramClient {
    private final String password;
    private final String header;
    private final byte[] binding;
    private final String bare;
    private String expectedSignature = "";

    private ScramClient(String user, String password, String nonce, String header, byte[] binding) {
        this.password = password;
        this.header = header;
        this.binding = binding;
        this.bare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    /** SCRAM-SHA-256 by a client that knows no channel binding. */
    public static ScramClient unbound(String user, String password) {
        return new ScramClient(user, password, "clientnonce", "n,,", new byte[0]);
    }

    /** SCRAM-SHA-256-PLUS, bound with {@link TestClient#channelBinding()}. */
    public static ScramClient bound(String user, String password, byte[] channelBinding) {
        return new ScramClient(user, password, "clientnonce", "p=tls-exporter,,", channelBinding);
    }

    /** With everything chosen by the test. */
    public static ScramClient custom(
            String user, String password, String nonce, String header, byte[] binding) {
        return new ScramClient(user, password, nonce, header, binding);
    }

    /** The first message. */
    public String first() {
        return base64((header + bare).getBytes(StandardCharsets.UTF_8));
    }

    /** The last message, in answer to the server's first. */
    public String last(String serverFirst) {
        String server = new String(Base64.getDecoder().decode(serverFirst), StandardCharsets.UTF_8);
        String[] parts = server.split(",");
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        byte[] headerBytes = header.getBytes(StandardCharsets.UTF_8);
        byte[] bound = new byte[headerBytes.length + binding.length];
        System.arraycopy(headerBytes, 0, bound, 0, headerBytes.length);
        System.arraycopy(binding, 0, bound, headerBytes.length, binding.length);
        String unproved = "c=" + base64(bound) + "," + parts[0];
        String signed = bare + "," + server + "," + unproved;
        try {
            byte[] salted = salted(salt, iterations);
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            byte[] proof = hmac(storedKey, signed);
            for (int i = 0; i < proof.length; i++) proof[i] ^= clientKey[i];
            expectedSignature = "v=" + base64(hmac(hmac(salted, "Server Key"), signed));
            String message = unproved + ",p=" + base64(proof);
            return base64(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the server's last message shows that it knows the password as well. */
    public boolean verifies(String serverLast) {
        String text = new String(Base64.getDecoder().decode(serverLast), StandardCharsets.UTF_8);
        return text.equals(expectedSignature);
    }

    private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(spec)
                .getEncoded();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
