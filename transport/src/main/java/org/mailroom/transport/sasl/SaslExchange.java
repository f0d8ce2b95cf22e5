package org.mailroom.transport.sasl;

import java.util.Optional;

/**
 * One AUTHENTICATE or AUTH command, from its first line to {@link SaslStep.Success} or {@link
 * SaslStep.Failure}. For one thread. Blocks while a password is verified or a failure waited out.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SaslExchange {
    SaslExchange() {}

    /**
     * The beginning.
     *
     * @param initialResponse what the client sent along with the command, in base64, {@code =} for
     *     the empty response (RFC 4959 §3, RFC 4954 §4); empty if it sent nothing
     */
    public SaslStep start(Optional<String> initialResponse) {
        throw new UnsupportedOperationException();
    }

    /**
     * The client's answer to the last challenge.
     *
     * @param line the whole line in base64, or {@code *}
     */
    public SaslStep respond(String line) {
        throw new UnsupportedOperationException();
    }
}
