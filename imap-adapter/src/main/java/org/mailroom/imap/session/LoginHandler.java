package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.transport.auth.AuthResult;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** LOGIN. RFC 9051 §6.2.3. */
final class LoginHandler {
    Reply handle(Command.Login login, Session session) {
        Services services = session.services();
        if (!services.sasl().plaintextAllowed(session.connection())) {
            return Reply.no(Plain.PRIVACYREQUIRED, "LOGIN needs TLS");
        }
        byte[] password = login.password().getBytes(StandardCharsets.UTF_8);
        AuthResult result =
                services.logins()
                        .password(
                                login.user(), password, session.connection().remote().getAddress());
        Arrays.fill(password, (byte) 0);
        return switch (result) {
            case AuthResult.Accepted accepted -> {
                session.login(accepted.identity());
                yield Reply.ok(new ResponseCode.Capability(Capabilities.of(session)), "Logged in");
            }
            case AuthResult.Rejected rejected ->
                    Reply.no(Plain.AUTHENTICATIONFAILED, "Wrong user name or password");
            case AuthResult.Unavailable unavailable ->
                    Reply.no(Plain.UNAVAILABLE, "Logging in is not possible now, try again later");
        };
    }
}
