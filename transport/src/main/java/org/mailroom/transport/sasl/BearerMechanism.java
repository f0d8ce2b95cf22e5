package org.mailroom.transport.sasl;

import org.jspecify.annotations.Nullable;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.sasl.SaslStep.Challenge;
import org.mailroom.transport.sasl.SaslStep.Failure;
import org.mailroom.transport.sasl.SaslStep.Reason;
import org.mailroom.transport.sasl.SaslStep.Success;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * OAUTHBEARER: an access token of an identity provider, in one message. Why one is refused goes out
 * as a challenge, which the client has to answer before the failure. RFC 7628 §3.
 */
final class BearerMechanism implements Mechanism {
    private static final String SEPARATOR = "\u0001";
    private static final String SCHEME = "bearer ";

    private final PasswordCheck logins;
    private @Nullable Failure afterError;

    BearerMechanism(PasswordCheck logins) {
        this.logins = logins;
    }

    /** What the client sends: whom it acts for, which may be empty, and the token. */
    private record Message(String actFor, String token) {}

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElseGet(() -> new Challenge(new byte[0]));
    }

    @Override
    public SaslStep respond(byte[] response) {
        if (afterError != null) return afterError;
        Optional<Message> message =
                PasswordCheck.utf8(response, 0, response.length).flatMap(BearerMechanism::parse);
        if (message.isEmpty()) return new Failure(Reason.MALFORMED);
        String actFor = message.get().actFor();
        return switch (logins.logins().token(actFor, message.get().token(), logins.from())) {
            case AuthResult.Accepted accepted -> new Success(accepted.identity());
            case AuthResult.Rejected rejected -> error();
            case AuthResult.Unavailable unavailable -> new Failure(Reason.UNAVAILABLE);
        };
    }

    private SaslStep error() {
        afterError = new Failure(Reason.REJECTED);
        return new Challenge("{\"status\":\"invalid_token\"}".getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@code n,a=user,^Ahost=…^Aport=…^Aauth=Bearer token^A^A}; keys we do not need are passed
     * over.
     */
    private static Optional<Message> parse(String text) {
        int first = text.indexOf(SEPARATOR);
        if (first < 0 || !text.endsWith(SEPARATOR + SEPARATOR)) return Optional.empty();
        Optional<String> actFor = actFor(text.substring(0, first));
        String token = "";
        for (String pair : text.substring(first + 1).split(SEPARATOR)) {
            if (!pair.startsWith("auth=")) continue;
            String value = pair.substring("auth=".length());
            if (!token.isEmpty() || !value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
                return Optional.empty();
            }
            token = value.substring(SCHEME.length()).strip();
        }
        if (actFor.isEmpty() || token.isEmpty()) return Optional.empty();
        return Optional.of(new Message(actFor.get(), token));
    }

    /** The GS2 header; there is no channel binding here. RFC 5801 §4. */
    private static Optional<String> actFor(String header) {
        String[] parts = header.split(",", -1);
        if (parts.length != 3 || !parts[2].isEmpty()) return Optional.empty();
        if (!parts[0].equals("n") && !parts[0].equals("y")) return Optional.empty();
        if (parts[1].isEmpty()) return Optional.of("");
        return parts[1].startsWith("a=")
                ? ClientFirst.saslName(parts[1].substring(2))
                : Optional.empty();
    }
}
