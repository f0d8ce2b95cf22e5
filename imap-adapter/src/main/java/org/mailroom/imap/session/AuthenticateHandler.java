package org.mailroom.imap.session;

import org.mailroom.imap.command.Authenticate;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.transport.net.Line;
import org.mailroom.transport.sasl.Sasl;
import org.mailroom.transport.sasl.SaslExchange;
import org.mailroom.transport.sasl.SaslStep;

import java.io.IOException;
import java.util.Optional;

/** AUTHENTICATE. RFC 9051 §6.2.2, RFC 4959. */
final class AuthenticateHandler {
    Reply handle(Authenticate command, Session session) throws IOException {
        Optional<SaslExchange> exchange =
                session.services().sasl().begin(command.mechanism(), session.connection());
        if (exchange.isEmpty()) {
            return Reply.no(Plain.CANNOT, "No such mechanism here");
        }
        SaslStep step = exchange.get().start(command.initialResponse());
        while (step instanceof SaslStep.Challenge challenge) {
            // Not as other text: an empty challenge stays empty.
            session.out().ascii("+ ").ascii(challenge.base64()).crlf();
            Line line = session.connection().input().readLine(Sasl.MAX_LINE);
            if (line.tooLong()) {
                return Reply.bad("Response too long");
            }
            step = exchange.get().respond(line.latin1());
        }
        return switch (step) {
            case SaslStep.Success success -> {
                session.login(success.identity());
                yield Reply.ok(new ResponseCode.Capability(Capabilities.of(session)), "Logged in");
            }
            case SaslStep.Failure failure -> failed(failure.reason());
            case SaslStep.Challenge challenge -> throw new IllegalStateException("still open");
        };
    }

    private static Reply failed(SaslStep.Reason reason) {
        return switch (reason) {
            case CANCELLED -> Reply.bad("Cancelled");
            case MALFORMED -> Reply.bad("Not a response of this mechanism");
            case REJECTED -> Reply.no(Plain.AUTHENTICATIONFAILED, "Wrong user name or password");
            case NOT_AUTHORIZED -> Reply.no(Plain.AUTHORIZATIONFAILED, "Not as someone else");
            case UNAVAILABLE ->
                    Reply.no(Plain.UNAVAILABLE, "Logging in is not possible now, try again later");
        };
    }
}
