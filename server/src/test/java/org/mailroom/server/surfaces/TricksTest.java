package org.mailroom.server.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.transport.testkit.TestClient;

import java.nio.file.Path;
import java.util.Base64;

/**
 * Ways around the rules, tried by a patient who may not write to a patient, and by a system in that
 * patient's name: none of them reaches the other. {@code V} stands for the victim's local part,
 * {@code S} for the sender's, {@code A} for that of somebody who may write to the victim.
 */
@Timeout(120)
class TricksTest {
    private static Village village;
    private static Village.Sender patient;
    private static Account victim;
    private static Account admin;

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        village = new Village(Village.WORLDS.getFirst(), directory);
        patient = village.senders.getFirst();
        victim = account(patient.targets().getFirst());
        admin = village.senders.get(3).account();
    }

    @AfterAll
    static void close() {
        village.close();
    }

    private static Account account(String address) {
        return village.store()
                .directory()
                .recipient(AddrSpec.of(address).orElseThrow())
                .orElseThrow();
    }

    private static String local(Account account) {
        return account.address().substring(0, account.address().indexOf('@'));
    }

    private static String filled(String text) {
        return text.replace("{V}", local(victim))
                .replace("{S}", local(patient.account()))
                .replace("{A}", local(admin));
    }

    private static int mails(AccountId account) {
        try (AccountMail mail = village.store().store().mail(new Access.Owner(account), account)) {
            return mail.view().mailbox(MailboxName.INBOX).orElseThrow().messages();
        }
    }

    private static TestClient client(boolean person) {
        TestClient client = TestClient.plain(village.wiring.port(person ? "submission" : "smtp"));
        client.expect("220 *");
        client.send("EHLO client.test").until("250 *");
        if (person) {
            String plain = "\0" + patient.address() + "\0" + Village.PASSWORD;
            client.ask(
                    "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(UTF_8)),
                    "235 *");
        }
        return client;
    }

    /** Sends as far as it goes; whatever is answered, the victim's mailbox stays as it was. */
    private static void attempt(boolean person, String from, String to, String header) {
        int before = mails(victim.id());
        try (TestClient client = client(person)) {
            client.send(filled("MAIL FROM:" + from + " SMTPUTF8"));
            boolean going = client.line().startsWith("250");
            if (going) {
                client.send(filled("RCPT TO:" + to));
                going = client.line().startsWith("250");
            }
            if (going) {
                client.ask("DATA", "354 *");
                client.sendRaw(filled(header).replace("\n", "\r\n").getBytes(UTF_8));
                client.sendRaw("\r\n\r\ntext\r\n.\r\n");
                client.line();
            }
        }
        assertThat(mails(victim.id())).as("%s %s %s", from, to, header).isEqualTo(before);
    }

    /** So that the others are no empty tests. */
    @Test
    void whoMayWriteDoes() {
        int before = mails(victim.id());
        try (TestClient client = client(false)) {
            client.ask(filled("MAIL FROM:<{A}@demo.test>"), "250 *");
            client.ask(filled("RCPT TO:<{V}@demo.test>"), "250 *");
            client.ask("DATA", "354 *");
            client.sendRaw(filled("From: <{A}@demo.test>\r\n\r\ntext\r\n.\r\n"));
            client.expect("250 *");
        }
        assertThat(mails(victim.id())).isEqualTo(before + 1);
    }

    private static final String ME = "<{S}@demo.test>";
    private static final String OWN = "From: <{S}@demo.test>\nTo: you";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<{V}@demo.test>",
                "<{V}@DEMO.TEST>",
                "<\"{V}\"@demo.test>",
                "<{V}+sub@demo.test>",
                "<{V}+@demo.test>",
                "<@relay.test,@demo.test:{V}@demo.test>",
                "<{V}%demo.test@demo.test>",
                "<{V}%demo.test@relay.test>",
                "<{V}@demo.test@demo.test>",
                "<demo.test!{V}>",
                "<demo.test!{V}@demo.test>",
                "<{V}@demo.test.>",
                "<{V}@d\u0435mo.test>",
                "<\uFF50{V}@demo.test>",
                "<=?utf-8?q?{V}?=@demo.test>",
                "<{V}@[127.0.0.1]>",
                "<{V}(comment)@demo.test>",
                "<{V} @demo.test>",
                "<{V}\u200b@demo.test>"
            })
    void noSpellingOfTheRecipient(String to) {
        attempt(true, ME, to, OWN);
        attempt(false, ME, to, OWN);
        attempt(false, "<>", to, OWN);
        attempt(true, ME, to.replace("{V}", local(victim).toUpperCase(java.util.Locale.ROOT)), OWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: <{A}@demo.test>",
                "From: \"{A}@demo.test\" <{S}@demo.test>",
                "From: <{S}@demo.test>\nFrom: <{A}@demo.test>",
                "From: <{A}@demo.test>\nFrom: <{S}@demo.test>",
                "From: <{A}@demo.test>, <{S}@demo.test>",
                "From: <{A}@demo.test>\nSender: <{S}@demo.test>",
                "From: <{S}@demo.test>\nSender: <{A}@demo.test>",
                "From: <{S}@demo.test>\nResent-From: <{A}@demo.test>",
                "From: <{S}@demo.test>\nReply-To: <{A}@demo.test>",
                "From: =?utf-8?q?Admin_=3C{A}=40demo=2Etest=3E?= <{S}@demo.test>",
                "From: =?utf-8?q?{S}?=@demo.test",
                "From: <{S}@demo.test>\nIn-Reply-To: <made@up>\nReferences: <made@up>",
                "From : <{A}@demo.test>\nfrom: <{S}@demo.test>",
                "From: group: <{S}@demo.test>;",
                "From: <@relay.test:{S}@demo.test>",
                "From: {S}@demo.test (Admin {A}@demo.test)",
                "From:\n <{S}@demo.test>\nAuto-Submitted: auto-generated"
            })
    void noHeaderOfTheSender(String header) {
        attempt(true, ME, "<{V}@demo.test>", header);
        attempt(true, "<>", "<{V}@demo.test>", header);
        attempt(true, "<{A}@demo.test>", "<{V}@demo.test>", header);
        attempt(true, "<{S}+x@demo.test>", "<{V}@demo.test>", header);
        // In the person's own name by way of a system: the person is judged.
        attempt(false, ME, "<{V}@demo.test>", header);
        attempt(false, "<{S}+x@DEMO.TEST>", "<{V}@demo.test>", header);
    }
}
