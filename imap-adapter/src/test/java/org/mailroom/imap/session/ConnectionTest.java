package org.mailroom.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.imap.ImapTestServer;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.transport.net.TransportLimits;
import org.mailroom.transport.testkit.ScramClient;
import org.mailroom.transport.testkit.TestClient;

import java.time.Duration;
import java.util.Base64;

/** How connections end, and what bounds them. */
@Timeout(60)
class ConnectionTest {
    private static final ImapTestServer SERVER = ImapTestServer.shared();

    @Test
    void logsInBySalted() {
        Account account = SERVER.account();
        try (TestClient client = TestClient.plain(SERVER.listener().port())) {
            client.expect("* OK *");
            var scram = ScramClient.unbound(account.address(), "secret");
            client.send("a AUTHENTICATE SCRAM-SHA-256 " + scram.first());
            String challenge = client.expect("+ *").substring(2);
            client.send(scram.last(challenge));
            String last = client.expect("+ *").substring(2);
            assertThat(scram.verifies(last)).isTrue();
            client.ask("", "a OK *");
        }
    }

    @Test
    void logsInByPlain() {
        Account account = SERVER.account();
        byte[] response = ("\0" + account.address() + "\0secret").getBytes(UTF_8);
        String base64 = Base64.getEncoder().encodeToString(response);
        try (TestClient client = TestClient.plain(SERVER.listener().port())) {
            client.expect("* OK *");
            client.ask("a AUTHENTICATE PLAIN", "+ ");
            client.ask(base64, "a OK [CAPABILITY *");
        }
        // RFC 4959 §3
        try (TestClient client = TestClient.plain(SERVER.listener().port())) {
            client.expect("* OK *");
            client.ask("a AUTHENTICATE PLAIN " + base64, "a OK *");
        }
    }

    @Test
    void endsSilentConnections() {
        var settings = new ImapSettings(Duration.ofMillis(200), Duration.ofMillis(300), 1000, 2, 3);
        try (var server = ImapTestServer.start(settings)) {
            try (TestClient client = TestClient.plain(server.listener().port())) {
                client.expect("* OK *");
                client.expect("* BYE *");
                assertThat(client.atEnd()).isTrue();
            }
            try (TestClient client = server.login(server.account())) {
                client.expect("* BYE *");
            }
            try (TestClient client = server.login(server.account())) {
                client.ask("a IDLE", "+ *");
                client.expect("* BYE *");
                assertThat(client.atEnd()).isTrue();
            }
        }
    }

    @Test
    void endsConnectionsThatTalkNonsense() {
        var settings = new ImapSettings(Duration.ofMinutes(1), Duration.ofMinutes(1), 1000, 2, 3);
        try (var server = ImapTestServer.start(settings);
                TestClient client = TestClient.plain(server.listener().port())) {
            client.expect("* OK *");
            client.ask("GET / HTTP/1.1", "GET BAD *");
            client.ask("a NOOP", "a OK *");
            client.ask("b X", "b BAD *");
            client.ask("c X", "c BAD *");
            client.ask("d X", "d BAD *");
            client.expect("* BYE *");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void takesSoManyMessagesAndOctetsAtOnce() {
        var settings = new ImapSettings(Duration.ofMinutes(1), Duration.ofMinutes(1), 1000, 2, 3);
        try (var server = ImapTestServer.start(settings);
                TestClient client = server.login(server.account())) {
            client.ask("a APPEND INBOX {1001}", "a NO [TOOBIG] *");
            client.send("b APPEND INBOX {1+}").send("x {1+}").send("y {1+}").send("z");
            client.expect("b NO [LIMIT] *");
            client.ask(
                    "c STATUS INBOX (MESSAGES APPENDLIMIT)",
                    "* STATUS INBOX (MESSAGES 0 APPENDLIMIT 1000)");
            client.expect("c OK *");
        }
    }

    @Test
    void givesAnAccountSoManyConnections() {
        var d = TransportLimits.defaults();
        var limits =
                new TransportLimits(
                        d.maxConnections(),
                        d.maxConnectionsPerAddress(),
                        d.unlimitedNetworks(),
                        2,
                        d.handshakeTimeout(),
                        d.readTimeout(),
                        d.writeTimeout(),
                        d.maxDiscardBytes(),
                        d.drainTimeout());
        try (var server = ImapTestServer.start(ImapSettings.defaults(), limits)) {
            Account account = server.account();
            TestClient first = server.login(account);
            try (TestClient second = server.login(account);
                    TestClient third = TestClient.plain(server.listener().port())) {
                third.expect("* OK *");
                String login = " LOGIN " + account.address() + " secret";
                third.ask("a" + login, "a NO [LIMIT] *");
                first.ask("z LOGOUT", "* BYE *");
                first.expect("z OK *");
                assertThat(first.atEnd()).isTrue();
                first.close();
                third.send("b" + login);
                String answer = third.line();
                while (answer.startsWith("b NO [LIMIT]")) {
                    answer = third.send("b" + login).line();
                }
                assertThat(answer).startsWith("b OK");
                second.ask("y NOOP", "y OK *");
            }
        }
    }

    @Test
    void saysGoodByeWhenTheServerStops() {
        var server = ImapTestServer.start(ImapSettings.defaults());
        try (TestClient waiting = server.login(server.account());
                TestClient idling = server.login(server.account())) {
            idling.ask("a IDLE", "+ *");
            assertThat(server.listener().drain(Duration.ofSeconds(10))).isZero();
            waiting.expect("* BYE *");
            idling.expect("* BYE *");
            assertThat(idling.atEnd()).isTrue();
        } finally {
            server.close();
        }
    }

    @Test
    void endsSessionsOfARemovedAccount() {
        Account account = SERVER.account();
        try (TestClient idling = SERVER.login(account);
                TestClient other = SERVER.login(account)) {
            idling.ask("a IDLE", "+ *");
            SERVER.store().store().accounts().remove(account.id());
            idling.expect("* BYE *");
            other.ask("a STATUS INBOX (MESSAGES)", "* BYE *");
            assertThat(other.atEnd()).isTrue();
        }
    }

    @Test
    void endsSessionsOfASuspendedAccount() {
        Account a = SERVER.account();
        try (TestClient client = SERVER.login(a)) {
            SERVER.store().store().accounts().update(a.withState(Account.State.SUSPENDED));
            client.ask("a NOOP", "* BYE *");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void answersPipelinedCommandsInOrder() {
        try (TestClient client = SERVER.login(SERVER.account())) {
            client.sendRaw("a SELECT INBOX\r\nb NOOP\r\nc UID FETCH 1:* FLAGS\r\nd LOGOUT\r\n");
            client.until("a OK *");
            client.expect("b OK *");
            client.expect("c OK *");
            client.expect("* BYE *");
            client.expect("d OK *");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void streamsLargeMessages() {
        Account account = SERVER.account();
        byte[] message = TestStore.message("large", "0123456789".repeat(1_000_000));
        SERVER.store().append(SERVER.mail(account), MailboxName.INBOX, message, Flags.NONE);
        try (TestClient client = SERVER.login(account)) {
            client.send("a SELECT INBOX").until("a OK *");
            client.ask("b FETCH 1 BODY.PEEK[]", "* 1 FETCH (BODY[] {" + message.length + "}");
            assertThat(client.bytes(message.length)).isEqualTo(message);
            client.expect(")");
            client.expect("b OK *");
            client.ask("c FETCH 1 BODY.PEEK[]<9000000.11>", "* 1 FETCH (BODY[]<9000000> {11}");
            assertThat(client.bytes(11))
                    .isEqualTo(java.util.Arrays.copyOfRange(message, 9_000_000, 9_000_011));
            client.expect(")");
            client.expect("c OK *");
        }
    }
}
