package org.mailroom.transport.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Authenticator;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.auth.LoginSettings;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.auth.ScramCredential;

import java.net.InetAddress;
import java.util.Base64;
import java.util.Optional;

/** The exchange that is printed in RFC 7677 §3. */
class ScramVectorTest {
    private static final Identity USER = new Identity(1, "user@demo.test");

    private static final class Directory implements Authenticator {
        @Override
        public AuthResult password(String user, byte[] password, InetAddress from) {
            return new AuthResult.Rejected();
        }

        @Override
        public Optional<ScramCredential> scram(String user) {
            byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
            return Optional.of(ScramCredential.derive("pencil".getBytes(UTF_8), salt, 4096));
        }

        @Override
        public Optional<Identity> identity(String user) {
            return Optional.of(USER);
        }
    }

    private static String text(SaslStep step) {
        return new String(((SaslStep.Challenge) step).data(), UTF_8);
    }

    @Test
    void playsThePrintedExchange() {
        ScramMechanism mechanism =
                new ScramMechanism(
                        new ScramMechanism.Setting(
                                new Logins(new Directory(), LoginSettings.defaults()),
                                InetAddress.getLoopbackAddress(),
                                false,
                                Optional.empty(),
                                new UnknownUsers(new byte[] {1}),
                                () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"));
        assertThat(text(mechanism.respond("n,,n=user,r=rOprNGfwEbeRWgbNEkqO".getBytes(UTF_8))))
                .isEqualTo(
                        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
        String last =
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
        assertThat(text(mechanism.respond(last.getBytes(UTF_8))))
                .isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThat(mechanism.respond(new byte[0])).isEqualTo(new SaslStep.Success(USER));
    }
}
