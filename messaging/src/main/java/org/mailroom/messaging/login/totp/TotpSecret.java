package org.mailroom.messaging.login.totp;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a person's authenticator program shares with us: HMAC-SHA-1, six digits, thirty seconds,
 * which are what every such program does. RFC 6238.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record TotpSecret(byte[] key) {
    public static final int SECONDS = 30;
    public static final int DIGITS = 6;

    /** RFC 4226 §4: 160 bits. */
    private static final int BYTES = 20;

    public static TotpSecret random(SecureRandom random) {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return new TotpSecret(key);
    }

    public static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), SECONDS);
    }

    /** The code of a step. RFC 4226 §5.3. */
    public String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xF;
            int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7FFF_FFFF;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-1 is in every JDK", e);
        }
    }

    /**
     * The step whose code this is, among those at most {@code drift} from now; always compares with
     * all of them.
     */
    public OptionalLong matches(String code, Instant now, int drift) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        OptionalLong found = OptionalLong.empty();
        for (long step = step(now) - drift; step <= step(now) + drift; step++) {
            byte[] right = code(step).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(given, right)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** What is typed into an authenticator program. */
    public String text() {
        return Base32.of(key);
    }

    /** What a program reads from a picture. */
    public String uri(String issuer, String account) {
        return "otpauth://totp/"
                + encoded(issuer)
                + ":"
                + encoded(account)
                + "?secret="
                + text()
                + "&issuer="
                + encoded(issuer)
                + "&algorithm=SHA1&digits="
                + DIGITS
                + "&period="
                + SECONDS;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** It is a secret. */
    @Override
    public String toString() {
        return "TotpSecret";
    }
}
