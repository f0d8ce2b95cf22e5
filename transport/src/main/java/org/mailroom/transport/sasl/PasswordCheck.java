package org.mailroom.transport.sasl;

import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.sasl.SaslStep.Failure;
import org.mailroom.transport.sasl.SaslStep.Reason;
import org.mailroom.transport.sasl.SaslStep.Success;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The end of those mechanisms that hand over a password.
 *
 * @param from the client's address
 */
record PasswordCheck(Logins logins, InetAddress from) {
    /**
     * Verifies the password.
     *
     * @param actFor the identity asked for; empty for the user's own
     */
    SaslStep check(String actFor, String user, byte[] password) {
        return switch (logins.password(user, password, from)) {
            case AuthResult.Accepted accepted -> step(actFor, user, accepted.identity());
            case AuthResult.Rejected rejected -> new Failure(Reason.REJECTED);
            case AuthResult.Unavailable unavailable -> new Failure(Reason.UNAVAILABLE);
        };
    }

    /** No one acts for anyone else. */
    static SaslStep step(String actFor, String user, Identity identity) {
        boolean self =
                actFor.isEmpty()
                        || actFor.equals(user)
                        || actFor.equalsIgnoreCase(identity.address());
        return self ? new Success(identity) : new Failure(Reason.NOT_AUTHORIZED);
    }

    static Optional<String> utf8(byte[] bytes, int start, int end) {
        try {
            ByteBuffer part = ByteBuffer.wrap(bytes, start, end - start);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(part).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
