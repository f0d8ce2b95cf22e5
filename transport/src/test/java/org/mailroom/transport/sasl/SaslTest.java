package org.mailroom.transport.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.transport.auth.AuthResult;
import org.mailroom.transport.auth.Authenticator;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.auth.LoginSettings;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.auth.ScramCredential;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.ConnectionHandler;
import org.mailroom.transport.net.Line;
import org.mailroom.transport.net.ListenerSettings;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.net.Transport;
import org.mailroom.transport.net.TransportLimits;
import org.mailroom.transport.testkit.ScramClient;
import org.mailroom.transport.testkit.TestClient;
import org.mailroom.transport.testkit.TestTls;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** All mechanisms over a protocol of one command: AUTH mechanism [initial-response]. */
@Timeout(30)
class SaslTest {
    private static final Map<String, String> PASSWORDS =
            Map.of("bob", "sesame", "an,na=", "geheim");

    @TempDir Path files;
    private Transport transport = new Transport(TransportLimits.defaults(), Optional.empty());

    @AfterEach
    void close() {
        tokens = false;
        transport.close();
    }

    private static boolean tokens;

    private static final class Directory implements Authenticator {
        @Override
        public boolean takesTokens() {
            return tokens;
        }

        @Override
        public AuthResult token(String token, InetAddress from) {
            return switch (token) {
                case "token-of-bob" -> new AuthResult.Accepted(identity("bob").orElseThrow());
                case "down" -> new AuthResult.Unavailable();
                default -> new AuthResult.Rejected();
            };
        }

        @Override
        public AuthResult password(String user, byte[] password, InetAddress from) {
            if (user.equals("down")) return new AuthResult.Unavailable();
            return new String(password, UTF_8).equals(PASSWORDS.get(user))
                    ? new AuthResult.Accepted(identity(user).orElseThrow())
                    : new AuthResult.Rejected();
        }

        @Override
        public Optional<ScramCredential> scram(String user) {
            return Optional.ofNullable(PASSWORDS.get(user))
                    .map(
                            password ->
                                    ScramCredential.derive(
                                            password.getBytes(UTF_8),
                                            "0123456789abcdef".getBytes(UTF_8),
                                            ScramCredential.DEFAULT_ITERATIONS));
        }

        @Override
        public Optional<Identity> identity(String user) {
            return PASSWORDS.containsKey(user)
                    ? Optional.of(new Identity(user.length(), user + "@demo.test"))
                    : Optional.empty();
        }
    }

    private record Protocol(Sasl sasl) implements ConnectionHandler {
        @Override
        public void serve(Connection connection) throws IOException {
            connection.output().ascii(String.join(" ", sasl.mechanisms(connection))).crlf();
            while (true) {
                String[] words = connection.input().readCommand(9999).latin1().split(" ", 3);
                Optional<SaslExchange> exchange = sasl.begin(words[1], connection);
                String answer = "not offered";
                if (exchange.isPresent()) {
                    Optional<String> initial =
                            words.length > 2 ? Optional.of(words[2]) : Optional.empty();
                    answer = run(connection, exchange.get(), exchange.get().start(initial));
                }
                connection.output().ascii(answer).crlf();
            }
        }

        private static String run(Connection connection, SaslExchange exchange, SaslStep begin)
                throws IOException {
            SaslStep step = begin;
            while (step instanceof SaslStep.Challenge challenge) {
                connection.output().ascii("+ ").ascii(challenge.base64()).crlf();
                Line line = connection.input().readLine(Sasl.MAX_LINE);
                step = exchange.respond(line.latin1());
            }
            return switch (step) {
                case SaslStep.Success success -> "ok " + success.identity().address();
                case SaslStep.Failure failure -> failure.reason().name();
                case SaslStep.Challenge challenge -> throw new AssertionError();
            };
        }

        @Override
        public String refusal(Refusal reason) {
            return "";
        }
    }

    private TestClient client(Security security, boolean plaintextFromLoopback) throws IOException {
        transport.close();
        transport = new Transport(TransportLimits.defaults(), Optional.of(TestTls.server(files)));
        LoginSettings settings =
                LoginSettings.defaults().withPlaintextFromLoopback(plaintextFromLoopback);
        Logins logins = new Logins(new Directory(), settings);
        Sasl sasl = new Sasl(logins, "a secret".getBytes(UTF_8));
        int port =
                transport
                        .listen(ListenerSettings.of("sasl", 0, security), new Protocol(sasl))
                        .port();
        return security == Security.TLS ? TestClient.tls(port) : TestClient.plain(port);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    /** The data of a challenge line. */
    private static String data(String line) {
        assertThat(line).startsWith("+ ");
        return line.substring(2);
    }

    @Test
    void offersWhatIsSafe() throws Exception {
        try (TestClient client = client(Security.PLAIN, false)) {
            client.expect("SCRAM-SHA-256");
            client.ask("AUTH PLAIN " + base64("\0bob\0sesame"), "not offered");
            client.ask("AUTH SCRAM-SHA-256-PLUS", "not offered");
            client.ask("AUTH CRAM-MD5", "not offered");
        }
        try (TestClient client = client(Security.PLAIN, true)) {
            client.expect("SCRAM-SHA-256 PLAIN LOGIN");
        }
        try (TestClient client = client(Security.TLS, false)) {
            client.expect("SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "\\0bob\\0sesame, ok bob@demo.test",
        "bob\\0bob\\0sesame, ok bob@demo.test",
        "Bob@demo.test\\0bob\\0sesame, ok bob@demo.test",
        "anna\\0bob\\0sesame, NOT_AUTHORIZED",
        "\\0bob\\0wrong, REJECTED",
        "\\0ghost\\0sesame, REJECTED",
        "\\0down\\0sesame, UNAVAILABLE",
        "\\0bob\\0, REJECTED",
        "\\0bob, MALFORMED",
        "bob, MALFORMED",
        "\\0bob\\0ses\\0ame, MALFORMED",
        "'', MALFORMED",
    })
    void plain(String message, String answer) throws Exception {
        String response = base64(message.replace("\\0", "\0"));
        try (TestClient client = client(Security.TLS, false)) {
            client.line();
            client.ask("AUTH PLAIN " + (response.isEmpty() ? "=" : response), answer);
            client.ask("AUTH plain", "+ ");
            client.ask(response, answer);
        }
    }

    /** {@code ^} stands for the octet 1. */
    @ParameterizedTest
    @CsvSource({
        "'n,,^auth=Bearer token-of-bob^^', ok bob@demo.test",
        "'n,a=bob,^host=h^port=143^auth=bearer token-of-bob^^', ok bob@demo.test",
        "'y,,^auth=Bearer down^^', UNAVAILABLE",
        "'n,,^auth=Bearer token-of-bob^', MALFORMED",
        "'n,,^auth=Basic token-of-bob^^', MALFORMED",
        "'n,,^auth=Bearer ^^', MALFORMED",
        "'n,,^auth=Bearer a^auth=Bearer token-of-bob^^', MALFORMED",
        "'n,,^^', MALFORMED",
        "'p=tls-exporter,,^auth=Bearer token-of-bob^^', MALFORMED",
        "'n,b=bob,^auth=Bearer token-of-bob^^', MALFORMED",
        "'n', MALFORMED",
    })
    void bearer(String message, String answer) throws Exception {
        tokens = true;
        String response = base64(message.replace('^', '\u0001'));
        try (TestClient client = client(Security.TLS, false)) {
            client.expect("SCRAM-SHA-256-PLUS SCRAM-SHA-256 OAUTHBEARER PLAIN LOGIN");
            client.ask("AUTH OAUTHBEARER " + response, answer);
            client.ask("AUTH OAUTHBEARER", "+ ");
            client.ask(response, answer);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', wrong", "an=2Cna=3D, token-of-bob", "ghost, token-of-bob"})
    void bearerSaysWhyBeforeItFails(String actFor, String token) throws Exception {
        tokens = true;
        String header = actFor.isEmpty() ? "n,," : "n,a=" + actFor + ",";
        String message = header + "\u0001auth=Bearer " + token + "\u0001\u0001";
        try (TestClient client = client(Security.TLS, false)) {
            client.line();
            String error = "+ " + base64("{\"status\":\"invalid_token\"}");
            client.ask("AUTH OAUTHBEARER " + base64(message), error);
            client.ask(base64("\u0001"), "REJECTED");
        }
    }

    @Test
    void bearerNeedsTlsAndTokens() throws Exception {
        String message = base64("n,,\u0001auth=Bearer token-of-bob\u0001\u0001");
        try (TestClient client = client(Security.TLS, false)) {
            client.line();
            client.ask("AUTH OAUTHBEARER " + message, "not offered");
        }
        tokens = true;
        try (TestClient client = client(Security.PLAIN, false)) {
            client.line();
            client.ask("AUTH OAUTHBEARER " + message, "not offered");
        }
    }

    @Test
    void login() throws Exception {
        try (TestClient client = client(Security.TLS, false)) {
            client.line();
            client.ask("AUTH LOGIN", "+ " + base64("Username:"));
            client.ask(base64("bob"), "+ " + base64("Password:"));
            client.ask(base64("sesame"), "ok bob@demo.test");
            client.ask("AUTH LOGIN " + base64("bob"), "+ " + base64("Password:"));
            client.ask(base64("wrong"), "REJECTED");
            client.ask("AUTH LOGIN", "+ *");
            client.ask("*", "CANCELLED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS"})
    void cancelsAndRefusesWhatIsNotBase64(String mechanism) throws Exception {
        try (TestClient client = client(Security.TLS, false)) {
            client.line();
            client.ask("AUTH " + mechanism, "+ *");
            client.ask("*", "CANCELLED");
            client.ask("AUTH " + mechanism, "+ *");
            client.ask("%%%", "MALFORMED");
            client.ask("AUTH " + mechanism + " *", "MALFORMED");
            client.ask("AUTH " + mechanism + " a=b", "MALFORMED");
        }
    }

    @ParameterizedTest
    @CsvSource({"bob, sesame", "'an,na=', geheim"})
    void scram(String user, String password) throws Exception {
        try (TestClient client = client(Security.PLAIN, false)) {
            client.line();
            ScramClient scram = ScramClient.unbound(user, password);
            client.ask("AUTH SCRAM-SHA-256", "+ ");
            String first = data(client.ask(scram.first(), "+ *"));
            String last = data(client.ask(scram.last(first), "+ *"));
            assertThat(scram.verifies(last)).isTrue();
            client.ask("", "ok " + user + "@demo.test");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void scramPlus(String protocol) throws Exception {
        try (TestClient first = client(Security.TLS, false);
                TestClient client = TestClient.plain(first.socket().getPort()).startTls(protocol)) {
            client.line();
            ScramClient scram = ScramClient.bound("bob", "sesame", client.channelBinding());
            String answer = client.ask("AUTH SCRAM-SHA-256-PLUS " + scram.first(), "+ *");
            String last = data(client.ask(scram.last(data(answer)), "+ *"));
            assertThat(scram.verifies(last)).isTrue();
            client.ask("", "ok bob@demo.test");
        }
    }

    /** Someone between client and server has another TLS connection to each. */
    @Test
    void scramPlusNoticesAManInTheMiddle() throws Exception {
        try (TestClient client = client(Security.TLS, false)) {
            client.line();
            ScramClient scram = ScramClient.bound("bob", "sesame", new byte[32]);
            String answer = client.ask("AUTH SCRAM-SHA-256-PLUS " + scram.first(), "+ *");
            client.ask(scram.last(data(answer)), "REJECTED");
        }
    }

    /** The client would have bound the channel but was told that we cannot. */
    @Test
    void scramNoticesADowngrade() throws Exception {
        ScramClient scram = ScramClient.custom("bob", "sesame", "n", "y,,", new byte[0]);
        try (TestClient client = client(Security.TLS, false)) {
            client.line();
            client.ask("AUTH SCRAM-SHA-256 " + scram.first(), "REJECTED");
        }
        try (TestClient client = client(Security.PLAIN, false)) {
            client.line();
            String answer = client.ask("AUTH SCRAM-SHA-256 " + scram.first(), "+ *");
            client.ask(scram.last(data(answer)), "+ *");
            client.ask("", "ok bob@demo.test");
        }
    }

    @Test
    void scramTellsNothingOfUnknownUsers() throws Exception {
        try (TestClient client = client(Security.PLAIN, false)) {
            client.line();
            String salt = "";
            for (String user : new String[] {"ghost", "ghost", "bob"}) {
                ScramClient scram = ScramClient.unbound(user, "wrong");
                String answer = client.ask("AUTH SCRAM-SHA-256 " + scram.first(), "+ *");
                String text = new String(Base64.getDecoder().decode(data(answer)), UTF_8);
                assertThat(text).matches("r=clientnonce[^,]{24},s=[^,]{22}==,i=10000");
                String shown = text.split(",")[1];
                if (user.equals("ghost") && !salt.isEmpty()) assertThat(shown).isEqualTo(salt);
                if (user.equals("bob")) assertThat(shown).isNotEqualTo(salt);
                salt = shown;
                client.ask(scram.last(data(answer)), "REJECTED");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n,,n=bob",
                "n,,r=x,n=bob",
                "x,,n=bob,r=x",
                "n,b=c,n=bob,r=x",
                "n,,m=1,n=bob,r=x",
                "n,,n=b=ob,r=x",
                "n,,n=bob,r=",
                "n,,n=bob,r=\u00e9",
                "p=tls-exporter,,n=bob,r=x",
                "n",
            })
    void scramRefusesMalformedBeginnings(String message) throws Exception {
        try (TestClient client = client(Security.PLAIN, false)) {
            client.line();
            client.ask("AUTH SCRAM-SHA-256 " + base64(message), "MALFORMED");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'c=biws,r=%s', MALFORMED",
        "'c=%%,r=%s,p=AAAA', MALFORMED",
        "'c=biws,r=%s,p=%%', MALFORMED",
        "'r=%s,c=biws,p=AAAA', MALFORMED",
        "'c=biws,r=%s,p=AAAA', REJECTED",
        "'c=biws,r=%sx,p=AAAA', REJECTED",
    })
    void scramRefusesBadEnds(String message, String answer) throws Exception {
        try (TestClient client = client(Security.PLAIN, false)) {
            client.line();
            String first = data(client.ask("AUTH SCRAM-SHA-256 " + base64("n,,n=bob,r=x"), "+ *"));
            String nonce =
                    new String(Base64.getDecoder().decode(first), UTF_8).split(",")[0].substring(2);
            client.ask(base64(message.replace("%s", nonce)), answer);
        }
    }

    @Test
    void scramActsForNoOneElse() throws Exception {
        try (TestClient client = client(Security.PLAIN, false)) {
            client.line();
            ScramClient scram = ScramClient.custom("bob", "sesame", "x", "n,a=anna,", new byte[0]);
            String answer = client.ask("AUTH SCRAM-SHA-256 " + scram.first(), "+ *");
            client.ask(scram.last(data(answer)), "NOT_AUTHORIZED");
        }
    }
}
