package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.UIDFolder;
import jakarta.mail.event.MessageCountAdapter;
import jakarta.mail.event.MessageCountEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SubjectTerm;

import org.eclipse.angus.mail.imap.IMAPFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a Java program that uses Jakarta Mail (Angus) does with a mail server. */
@Timeout(60)
class AngusMailTest {
    @TempDir Path directory;

    private static Session session() {
        Properties properties = new Properties();
        for (String protocol : new String[] {"smtp", "smtps", "imap", "imaps"}) {
            properties.put("mail." + protocol + ".ssl.trust", "*");
            properties.put("mail." + protocol + ".ssl.checkserveridentity", "false");
            properties.put("mail." + protocol + ".auth", "true");
            properties.put("mail." + protocol + ".timeout", "20000");
        }
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.imap.starttls.required", "true");
        return Session.getInstance(properties);
    }

    private static MimeMessage message(Session session, String subject) throws Exception {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(LiveServer.address("alice"), "Alice Größe", "UTF-8"));
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(LiveServer.address("bob")));
        message.setSubject(subject, "UTF-8");
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Grüße, and a rendezvous.\n.\nAfter a dot.", "UTF-8");
        MimeBodyPart file = new MimeBodyPart();
        file.setContent("%PDF".getBytes(StandardCharsets.US_ASCII), "application/pdf");
        file.setFileName("übersicht.pdf");
        message.setContent(new MimeMultipart(text, file));
        message.saveChanges();
        return message;
    }

    private static void send(
            Session session, String protocol, int port, String password, MimeMessage message)
            throws Exception {
        try (Transport transport = session.getTransport(protocol)) {
            transport.connect("localhost", port, LiveServer.address("alice"), password);
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    @Test
    void sendsReadsSearchesIdlesAndFiles() throws Exception {
        Session session = session();
        try (LiveServer server =
                LiveServer.start(directory, "logins.plaintext-from-loopback=false")
                        .with("alice", "bob")) {
            MimeMessage first = message(session, "Erster Gruß");
            send(session, "smtp", server.submission(), LiveServer.PASSWORD, first);
            assertThatThrownBy(() -> send(session, "smtps", server.submissions(), "wrong", first))
                    .isInstanceOf(AuthenticationFailedException.class);
            MimeMessage astray = message(session, "astray");
            astray.setRecipients(Message.RecipientType.TO, LiveServer.address("nobody"));
            assertThatThrownBy(
                            () ->
                                    send(
                                            session,
                                            "smtps",
                                            server.submissions(),
                                            LiveServer.PASSWORD,
                                            astray))
                    .isInstanceOf(SendFailedException.class)
                    .hasStackTraceContaining("550 5.1.1");

            try (Store store = session.getStore("imaps")) {
                store.connect(
                        "localhost",
                        server.imaps(),
                        LiveServer.address("bob"),
                        LiveServer.PASSWORD);
                IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
                inbox.open(Folder.READ_WRITE);
                reads(inbox);
                idles(server, session, inbox);
                files(session, store, inbox);
                inbox.close(true);
                assertThat(store.getFolder("INBOX").getMessageCount()).isEqualTo(1);
            }
            try (Store store = session.getStore("imap")) {
                store.connect(
                        "localhost", server.imap(), LiveServer.address("bob"), LiveServer.PASSWORD);
                assertThat(store.getFolder("Pläne").getMessageCount()).isEqualTo(2);
                store.getFolder("Pläne").delete(true);
                assertThat(store.getFolder("Pläne").exists()).isFalse();
            }
            server.verify();
            server.stop();
            assertThat(server.log()).doesNotContain("ERROR", "Exception");
        }
    }

    private static void reads(IMAPFolder inbox) throws Exception {
        Message[] all = inbox.getMessages();
        FetchProfile profile = new FetchProfile();
        profile.add(FetchProfile.Item.ENVELOPE);
        profile.add(FetchProfile.Item.CONTENT_INFO);
        profile.add(FetchProfile.Item.FLAGS);
        profile.add(FetchProfile.Item.SIZE);
        profile.add(UIDFolder.FetchProfileItem.UID);
        profile.add("X-Mailer");
        inbox.fetch(all, profile);
        assertThat(all).hasSize(1);
        assertThat(all[0].getSubject()).isEqualTo("Erster Gruß");
        assertThat(all[0].getFrom()[0]).isEqualTo(new InternetAddress(LiveServer.address("alice")));
        assertThat(((InternetAddress) all[0].getFrom()[0]).getPersonal()).isEqualTo("Alice Größe");
        MimeMultipart parts = (MimeMultipart) all[0].getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContent().toString()).contains("Grüße", "After a dot.");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes())
                .isEqualTo("%PDF".getBytes(StandardCharsets.US_ASCII));
        assertThat(inbox.search(new SubjectTerm("gruß"))).hasSize(1);
        assertThat(
                        inbox.search(
                                new AndTerm(
                                        new BodyTerm("rendezvous"),
                                        new FlagTerm(new Flags(Flags.Flag.SEEN), true))))
                .as("reading made it seen")
                .hasSize(1);
        assertThat(inbox.search(new BodyTerm("elsewhere"))).isEmpty();
    }

    private static void idles(LiveServer server, Session session, IMAPFolder inbox)
            throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        inbox.addMessageCountListener(
                new MessageCountAdapter() {
                    @Override
                    public void messagesAdded(MessageCountEvent event) {
                        told.countDown();
                    }
                });
        Thread idling =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        inbox.idle(true);
                                    } catch (jakarta.mail.MessagingException e) {
                                        throw new AssertionError(e);
                                    }
                                });
        MimeMessage second = message(session, "second");
        send(session, "smtps", server.submissions(), LiveServer.PASSWORD, second);
        assertThat(told.await(10, TimeUnit.SECONDS)).as("told while idling").isTrue();
        idling.join(10_000);
        assertThat(inbox.getMessageCount()).isEqualTo(2);
    }

    private static void files(Session session, Store store, IMAPFolder inbox) throws Exception {
        IMAPFolder plans = (IMAPFolder) store.getFolder("Pläne");
        assertThat(plans.create(Folder.HOLDS_MESSAGES)).isTrue();
        assertThat(store.getDefaultFolder().list("*"))
                .extracting(Folder::getFullName)
                .contains("INBOX", "Sent", "Pläne");
        assertThat(plans.appendUIDMessages(new Message[] {message(session, "kept")})).hasSize(1);
        inbox.moveMessages(new Message[] {inbox.getMessage(1)}, plans);
        plans.open(Folder.READ_WRITE);
        assertThat(plans.getMessageCount()).isEqualTo(2);
        plans.getMessage(1).setFlag(Flags.Flag.FLAGGED, true);
        Flags mine = new Flags("urgent");
        plans.getMessage(1).setFlags(mine, true);
        plans.close(false);
        plans.open(Folder.READ_ONLY);
        assertThat(plans.getMessage(1).isSet(Flags.Flag.FLAGGED)).isTrue();
        assertThat(plans.getMessage(1).getFlags().contains("urgent")).isTrue();
        assertThat(plans.getMessage(1).getSubject()).isEqualTo("kept");
        plans.close(false);
    }
}
