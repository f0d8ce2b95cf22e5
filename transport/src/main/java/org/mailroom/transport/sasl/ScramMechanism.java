package org.mailroom.transport.sasl;

import org.jspecify.annotations.Nullable;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.auth.ScramCredential;
import org.mailroom.transport.sasl.SaslStep.Challenge;
import org.mailroom.transport.sasl.SaslStep.Failure;
import org.mailroom.transport.sasl.SaslStep.Reason;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SCRAM-SHA-256 and, bound to the TLS connection, SCRAM-SHA-256-PLUS. The server's signature goes
 * out as a challenge, which the client answers with an empty line: neither IMAP nor SMTP carries
 * data along with success. RFC 5802, RFC 7677, RFC 9266.
 */
final class ScramMechanism implements Mechanism {
    private static final String BINDING = "p=tls-exporter";

    private final Setting setting;
    private @Nullable Begun begun;
    private @Nullable SaslStep afterSignature;

    /**
     * Where the exchange takes place.
     *
     * @param plus whether this is the -PLUS variant
     * @param exporter the connection's channel binding, if it has one
     * @param unknownUsers what to pretend for them
     * @param nonces the server's part of the nonce
     */
    record Setting(
            Logins logins,
            InetAddress from,
            boolean plus,
            Optional<byte[]> exporter,
            UnknownUsers unknownUsers,
            Supplier<String> nonces) {}

    /** What the first two messages have settled. */
    private record Begun(
            ClientFirst first, String serverFirst, String nonce, Optional<ScramCredential> known) {}

    ScramMechanism(Setting setting) {
        this.setting = setting;
    }

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElseGet(() -> new Challenge(new byte[0]));
    }

    @Override
    public SaslStep respond(byte[] response) {
        if (afterSignature != null) {
            return response.length == 0 ? afterSignature : new Failure(Reason.MALFORMED);
        }
        Optional<String> text = PasswordCheck.utf8(response, 0, response.length);
        if (text.isEmpty()) return new Failure(Reason.MALFORMED);
        return begun == null ? first(text.get()) : last(begun, text.get());
    }

    private SaslStep first(String message) {
        Optional<ClientFirst> parsed = ClientFirst.parse(message);
        if (parsed.isEmpty()) return new Failure(Reason.MALFORMED);
        ClientFirst first = parsed.get();
        if (setting.plus() ? !first.binding().equals(BINDING) : first.binding().startsWith("p=")) {
            return new Failure(Reason.MALFORMED);
        }
        if (first.binding().equals("y") && setting.exporter().isPresent()) {
            // The client believes we cannot bind, but we have offered it: someone took the offer
            // out of our list. RFC 5802 §6.
            return rejected(first.user());
        }
        Optional<Logins.ScramLookup> lookup = setting.logins().scram(first.user(), setting.from());
        if (lookup.isEmpty()) return new Failure(Reason.UNAVAILABLE);
        Optional<ScramCredential> known = lookup.get().credential();
        ScramCredential shown =
                known.orElseGet(() -> setting.unknownUsers().credential(first.user()));
        String nonce = first.nonce() + setting.nonces().get();
        String salt = Base64.getEncoder().encodeToString(shown.salt());
        String serverFirst = "r=" + nonce + ",s=" + salt + ",i=" + shown.iterations();
        begun = new Begun(first, serverFirst, nonce, known);
        return new Challenge(serverFirst.getBytes(StandardCharsets.UTF_8));
    }

    private SaslStep last(Begun begun, String message) {
        int proofAt = message.lastIndexOf(",p=");
        if (proofAt < 0) return new Failure(Reason.MALFORMED);
        String unproved = message.substring(0, proofAt);
        String[] attributes = unproved.split(",", -1);
        if (attributes.length < 2
                || !attributes[0].startsWith("c=")
                || !attributes[1].startsWith("r=")) {
            return new Failure(Reason.MALFORMED);
        }
        Optional<byte[]> binding = SaslExchange.decoded(attributes[0].substring(2));
        Optional<byte[]> proof = SaslExchange.decoded(message.substring(proofAt + 3));
        if (binding.isEmpty() || proof.isEmpty()) return new Failure(Reason.MALFORMED);
        String user = begun.first().user();
        ScramCredential credential =
                begun.known().orElseGet(() -> setting.unknownUsers().credential(user));
        String signed = begun.first().bare() + "," + begun.serverFirst() + "," + unproved;
        // The proof is worked out for unknown users too, so that time tells nothing.
        boolean proved = proves(proof.get(), signed, credential);
        boolean right =
                proved
                        && begun.known().isPresent()
                        && attributes[1].substring(2).equals(begun.nonce())
                        && MessageDigest.isEqual(binding.get(), expectedBinding(begun.first()));
        if (!right) return rejected(user);
        return switch (setting.logins().scramProved(user, setting.from())) {
            case AuthResult.Accepted accepted -> {
                SaslStep end =
                        PasswordCheck.step(begun.first().actFor(), user, accepted.identity());
                if (end instanceof Failure) yield end;
                afterSignature = end;
                yield new Challenge(signature(signed, credential));
            }
            case AuthResult.Rejected rejected -> new Failure(Reason.REJECTED);
            case AuthResult.Unavailable unavailable -> new Failure(Reason.UNAVAILABLE);
        };
    }

    private SaslStep rejected(String user) {
        setting.logins().scramFailed(user, setting.from());
        return new Failure(Reason.REJECTED);
    }

    /** What {@code c=} must be: the header of the first message, then the channel's bytes. */
    private byte[] expectedBinding(ClientFirst first) {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(first.header().getBytes(StandardCharsets.UTF_8));
        if (setting.plus()) expected.writeBytes(setting.exporter().orElseThrow());
        return expected.toByteArray();
    }

    private static boolean proves(byte[] proof, String signed, ScramCredential credential) {
        byte[] clientKey = hmac(credential.storedKey(), signed);
        if (proof.length != clientKey.length) return false;
        for (int i = 0; i < clientKey.length; i++) clientKey[i] ^= proof[i];
        return MessageDigest.isEqual(sha256(clientKey), credential.storedKey());
    }

    private static byte[] signature(String signed, ScramCredential credential) {
        String text =
                "v=" + Base64.getEncoder().encodeToString(hmac(credential.serverKey(), signed));
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is in every JDK", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is in every JDK", e);
        }
    }
}
