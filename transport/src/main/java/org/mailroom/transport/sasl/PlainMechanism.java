package org.mailroom.transport.sasl;

import org.mailroom.transport.sasl.SaslStep.Challenge;
import org.mailroom.transport.sasl.SaslStep.Failure;
import org.mailroom.transport.sasl.SaslStep.Reason;

import java.util.Arrays;
import java.util.Optional;

/** PLAIN: identity, user and password in one message. RFC 4616. */
final class PlainMechanism implements Mechanism {
    private final PasswordCheck passwords;

    PlainMechanism(PasswordCheck passwords) {
        this.passwords = passwords;
    }

    @Override
    public SaslStep start(Optional<byte[]> initialResponse) {
        return initialResponse.map(this::respond).orElseGet(() -> new Challenge(new byte[0]));
    }

    @Override
    public SaslStep respond(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = first < 0 ? -1 : indexOfNul(message, first + 1);
        if (second < 0 || indexOfNul(message, second + 1) >= 0) {
            return new Failure(Reason.MALFORMED);
        }
        Optional<String> actFor = PasswordCheck.utf8(message, 0, first);
        Optional<String> user = PasswordCheck.utf8(message, first + 1, second);
        if (actFor.isEmpty() || user.isEmpty()) return new Failure(Reason.MALFORMED);
        byte[] password = Arrays.copyOfRange(message, second + 1, message.length);
        try {
            return passwords.check(actFor.get(), user.get(), password);
        } finally {
            Arrays.fill(password, (byte) 0);
            Arrays.fill(message, (byte) 0);
        }
    }

    private static int indexOfNul(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) if (bytes[i] == 0) return i;
        return -1;
    }
}
