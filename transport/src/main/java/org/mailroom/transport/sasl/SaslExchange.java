package org.mailroom.transport.sasl;

import org.mailroom.transport.sasl.SaslStep.Failure;
import org.mailroom.transport.sasl.SaslStep.Reason;

import java.util.Base64;
import java.util.Optional;

/**
 * One AUTHENTICATE or AUTH command, from its first line to {@link SaslStep.Success} or {@link
 * SaslStep.Failure}. For one thread. Blocks while a password is verified or a failure waited out.
 */
public final class SaslExchange {
    private final Mechanism mechanism;

    SaslExchange(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    /**
     * The beginning.
     *
     * @param initialResponse what the client sent along with the command, in base64, {@code =} for
     *     the empty response (RFC 4959 §3, RFC 4954 §4); empty if it sent nothing
     */
    public SaslStep start(Optional<String> initialResponse) {
        if (initialResponse.isEmpty()) return mechanism.start(Optional.empty());
        Optional<byte[]> decoded =
                initialResponse.get().equals("=")
                        ? Optional.of(new byte[0])
                        : decoded(initialResponse.get());
        return decoded.isEmpty() ? new Failure(Reason.MALFORMED) : mechanism.start(decoded);
    }

    /**
     * The client's answer to the last challenge.
     *
     * @param line the whole line in base64, or {@code *}
     */
    public SaslStep respond(String line) {
        if (line.equals("*")) return new Failure(Reason.CANCELLED);
        return decoded(line).map(mechanism::respond).orElseGet(() -> new Failure(Reason.MALFORMED));
    }

    static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
