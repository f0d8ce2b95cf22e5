package org.mailroom.smtp;

import org.mailroom.smtp.command.Command;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.Line;
import org.mailroom.transport.sasl.Sasl;
import org.mailroom.transport.sasl.SaslExchange;
import org.mailroom.transport.sasl.SaslStep;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One AUTH command with its challenges. RFC 4954 §4. */
final class Authentication {
    private static final List<String> PLAINTEXT = List.of("PLAIN", "LOGIN");

    private final Sasl sasl;
    private final Connection connection;

    Authentication(Sasl sasl, Connection connection) {
        this.sasl = sasl;
        this.connection = connection;
    }

    /** Either somebody or why not. */
    record Result(Optional<Identity> identity, Reply reply) {
        static Result no(int code, String enhanced, String text) {
            return new Result(Optional.empty(), Reply.of(code, enhanced, text));
        }
    }

    Result run(Command.Auth auth) throws IOException {
        Optional<SaslExchange> begun = sasl.begin(auth.mechanism(), connection);
        if (begun.isEmpty()) {
            return PLAINTEXT.contains(auth.mechanism()) && !sasl.plaintextAllowed(connection)
                    ? Result.no(538, "5.7.11", "Passwords are taken under TLS only")
                    : Result.no(504, "5.5.4", "Mechanism is not offered here");
        }
        SaslExchange exchange = begun.get();
        SaslStep step = exchange.start(auth.initialResponse());
        while (step instanceof SaslStep.Challenge challenge) {
            connection.output().ascii("334 ").ascii(challenge.base64()).crlf();
            Line line = connection.input().readLine(Sasl.MAX_LINE);
            if (line.tooLong()) {
                return Result.no(500, "5.5.6", "Line is too long");
            }
            if (!line.strict()) {
                return Result.no(501, "5.5.2", "Line has to end with CR LF and hold no other");
            }
            step = exchange.respond(line.latin1());
        }
        return switch (step) {
            case SaslStep.Challenge more -> throw new IllegalStateException("exchange not over");
            case SaslStep.Success(Identity identity) ->
                    new Result(Optional.of(identity), Reply.of(235, "2.7.0", "You are logged in"));
            case SaslStep.Failure(SaslStep.Reason reason) -> failure(reason);
        };
    }

    private static Result failure(SaslStep.Reason reason) {
        return switch (reason) {
            case CANCELLED -> Result.no(501, "5.7.0", "Cancelled");
            case MALFORMED -> Result.no(501, "5.5.2", "Response is not what the mechanism wants");
            case REJECTED -> Result.no(535, "5.7.8", "User name or password is wrong");
            case NOT_AUTHORIZED -> Result.no(535, "5.7.8", "Nobody may act for somebody else");
            case UNAVAILABLE -> Result.no(454, "4.7.0", "Log-in is not possible now; try later");
        };
    }
}
