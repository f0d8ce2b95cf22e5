package org.mailroom.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.imap.ImapTestServer;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.transport.testkit.TestClient;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Sealed bytes that somebody has changed are never served as content. */
@Timeout(60)
class BrokenContentTest {
    @Test
    void aSmallMessageIsRefusedAndTheOthersAreServed() throws Exception {
        try (var server = ImapTestServer.start(ImapSettings.defaults())) {
            Account account = server.account();
            append(server, account, "fine", 10);
            append(server, account, "broken", 10);
            damageEnd(server);
            try (TestClient client = server.login(account)) {
                client.send("a EXAMINE INBOX").until("a OK *");
                client.ask("b FETCH 1:2 (UID BODY[TEXT])", "* 1 FETCH (UID 1 BODY[TEXT] {12}");
                client.expect("xxxxxxxxxx");
                client.expect(")");
                client.expect("b NO [CORRUPTION] *");
                client.ask("c FETCH 2 (FLAGS ENVELOPE)", "* 2 FETCH (FLAGS *");
                client.expect("c OK *");
            }
        }
    }

    @Test
    void theConnectionIsCutWithinALargeOne() throws Exception {
        try (var server = ImapTestServer.start(ImapSettings.defaults())) {
            Account account = server.account();
            append(server, account, "large", 1_000_000);
            damageEnd(server);
            try (TestClient client = server.login(account)) {
                client.send("a EXAMINE INBOX").until("a OK *");
                client.ask("b FETCH 1 BODY[TEXT]", "* 1 FETCH (BODY[TEXT] {1000002}");
                byte[] rest = client.socket().getInputStream().readAllBytes();
                assertThat(rest.length).isLessThan(1_000_000);
                assertThat(rest).containsOnly('x');
            }
        }
    }

    private static void append(ImapTestServer server, Account account, String subject, int size) {
        byte[] message = TestStore.message(subject, "x".repeat(size));
        server.store().append(server.mail(account), MailboxName.INBOX, message, Flags.NONE);
    }

    /** Flips a bit near the end of the file that holds contents. */
    private static void damageEnd(ImapTestServer server) throws IOException {
        Path segments = server.store().directory().resolve("data").resolve("segments");
        try (var files = Files.walk(segments)) {
            Path segment =
                    files.filter(Files::isRegularFile)
                            .max(Comparator.comparingLong(file -> file.toFile().length()))
                            .orElseThrow();
            try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
                long at = file.length() - 20;
                file.seek(at);
                int octet = file.read();
                file.seek(at);
                file.write(octet ^ 1);
            }
        }
    }
}
