package org.mailroom.transport.sasl;

import org.mailroom.transport.sasl.SaslStep.Challenge;
import org.mailroom.transport.sasl.SaslStep.Failure;
import org.mailroom.transport.sasl.SaslStep.Reason;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * LOGIN: user and password, each asked for. Never became an RFC; old clients know nothing better.
 */
final class LoginMechanism implements Mechanism {
    private final PasswordCheck passwords;
    private Optional<String> user = Optional.empty();

    LoginMechanism(PasswordCheck passwords) {
        this.passwords = passwords;
    }

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElseGet(() -> ask("Username:"));
    }

    @Override
    public SaslStep respond(byte[] response) {
        if (user.isEmpty()) {
            user = PasswordCheck.utf8(response, 0, response.length);
            return user.isEmpty() ? new Failure(Reason.MALFORMED) : ask("Password:");
        }
        try {
            return passwords.check("", user.get(), response);
        } finally {
            Arrays.fill(response, (byte) 0);
        }
    }

    private static SaslStep ask(String prompt) {
        return new Challenge(prompt.getBytes(StandardCharsets.US_ASCII));
    }
}
