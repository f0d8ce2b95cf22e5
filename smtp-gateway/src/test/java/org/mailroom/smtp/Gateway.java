package org.mailroom.smtp;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.AuditSettings;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.DeliverySettings;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.DirectorySettings;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.PolicySettings;
import org.mailroom.messaging.policy.RuleBook;
import org.mailroom.messaging.policy.Sources;
import org.mailroom.smtp.pipeline.Pipeline;
import org.mailroom.transport.auth.LoginSettings;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.net.Listener;
import org.mailroom.transport.net.ListenerSettings;
import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.net.Transport;
import org.mailroom.transport.net.TransportLimits;
import org.mailroom.transport.net.UserLimits;
import org.mailroom.transport.sasl.Sasl;
import org.mailroom.transport.testkit.TestTls;
import org.mailroom.transport.testkit.Transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole gateway on free ports over a real store, with alice and bob (password {@code secret})
 * in demo.test. Close it.
 */
public final class Gateway implements AutoCloseable {
    public static final DirectorySettings PEOPLE =
            DirectorySettings.defaults()
                    .withDomains(List.of("demo.test"))
                    .withMinPasswordLength(1)
                    .withPostmaster("alice@demo.test");

    public static final SmtpSettings SMTP = SmtpSettings.defaults().withHostName("mail.demo.test");

    private final TestStore store;
    private final Directory directory;
    private final Transport transport;
    private final AuditLog audit;
    private final Organisation organisation;
    private final Delivery delivery;
    private final Pipeline pipeline;
    private final Sources sources;
    private final Listener smtp;
    private final Listener submission;
    private final Listener submissions;
    private final Listener lmtp;

    public Gateway() {
        this(SMTP, PolicySettings.defaults(), false);
    }

    public Gateway(SmtpSettings settings, PolicySettings limits, boolean plaintext) {
        this(settings, limits, plaintext, RuleBook.open());
    }

    public Gateway(
            SmtpSettings settings, PolicySettings limits, boolean plaintext, RuleBook rules) {
        store = TestStore.create();
        InstantSource clock = InstantSource.system();
        directory = new Directory(store.store().accounts(), PEOPLE, clock);
        audit =
                AuditLog.open(
                        store.store(),
                        store.masters(),
                        store.directory(),
                        AuditSettings.DEFAULT,
                        clock);
        organisation = new Organisation(store.store(), store.masters(), directory, audit, clock);
        sources =
                Sources.open(store.store(), store.masters(), directory, organisation, audit, clock);
        Policy policy = new Policy(sources, rules, limits, clock);
        delivery =
                new Delivery(
                        store.store(),
                        directory,
                        organisation.groups(),
                        policy,
                        new DeliverySettings("mail.demo.test"),
                        clock);
        pipeline =
                new Pipeline(
                        settings.pipeline(),
                        store.store(),
                        directory,
                        policy,
                        delivery,
                        settings.hostName());
        Sasl sasl =
                new Sasl(
                        new Logins(
                                directory,
                                LoginSettings.defaults().withPlaintextFromLoopback(plaintext)),
                        new byte[32]);
        SmtpServices services =
                new SmtpServices(
                        store.store(),
                        directory,
                        policy,
                        delivery,
                        sasl,
                        new UserLimits(TransportLimits.defaults()),
                        clock);
        makePeople();
        transport =
                new Transport(
                        TransportLimits.defaults(),
                        Optional.of(TestTls.server(store.directory().resolve("tls"))));
        try {
            smtp = listen("smtp", SmtpRole.SMTP, Security.STARTTLS, settings, services);
            submission =
                    listen(
                            "submission",
                            SmtpRole.SUBMISSION,
                            Security.STARTTLS,
                            settings,
                            services);
            submissions =
                    listen("submissions", SmtpRole.SUBMISSION, Security.TLS, settings, services);
            lmtp = listen("lmtp", SmtpRole.LMTP, Security.PLAIN, settings, services);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makePeople() {
        store.account("bob@demo.test");
        directory.setPassword(store.account("alice@demo.test").id(), "secret");
    }

    /** Removes alice and bob with all their mail, and makes them anew. */
    public void renewPeople() {
        store.store().accounts().remove(account("alice").id());
        store.store().accounts().remove(account("bob").id());
        makePeople();
    }

    private Listener listen(
            String name,
            SmtpRole role,
            Security security,
            SmtpSettings settings,
            SmtpServices services)
            throws IOException {
        return transport.listen(
                ListenerSettings.of(name, 0, security),
                new SmtpServer(role, settings, services, pipeline));
    }

    public int smtpPort() {
        return smtp.port();
    }

    public int submissionPort() {
        return submission.port();
    }

    public int submissionsPort() {
        return submissions.port();
    }

    public int lmtpPort() {
        return lmtp.port();
    }

    /** Transcripts speak SMTP unless they connect to {@code submission} and so on. */
    public Transcript transcript() {
        return new Transcript(smtpPort())
                .port("submission", submissionPort())
                .port("submissions", submissionsPort())
                .port("lmtp", lmtpPort());
    }

    public Transport transport() {
        return transport;
    }

    public TestStore store() {
        return store;
    }

    public Organisation organisation() {
        return organisation;
    }

    public Delivery delivery() {
        return delivery;
    }

    public Directory directory() {
        return directory;
    }

    public Account account(String name) {
        return store.store().accounts().byAddress(name + "@demo.test").orElseThrow();
    }

    /** The messages of somebody's INBOX, oldest first. */
    public List<String> inbox(String name) {
        return mailbox(name, "INBOX");
    }

    /** The messages of somebody's mailbox, oldest first, one character per octet. */
    public List<String> mailbox(String name, String mailbox) {
        AccountId id = account(name).id();
        try (AccountMail mail = store.mail(id)) {
            var found = mail.view().mailbox(new MailboxName(mailbox));
            if (found.isEmpty()) {
                return List.of();
            }
            MailboxView view = mail.open(found.get().id());
            List<String> messages = new ArrayList<>();
            for (int i = 0; i < view.size(); i++) {
                messages.add(content(mail, view.emailId(i)));
            }
            return messages;
        }
    }

    private static String content(AccountMail mail, long email) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var content = mail.content(email)) {
            content.transferTo(out, 0, content.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** A message without the two fields put in front of it. */
    public static String body(String message) {
        return message.replaceFirst(
                "(?s)^Return-Path: [^\\r]*\\r\\nReceived: .*?;\\r\\n\\t[^\\r]*\\r\\n", "");
    }

    public int drain() {
        return transport.drain(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        transport.close();
        pipeline.close();
        delivery.close();
        sources.close();
        organisation.close();
        audit.close();
        directory.close();
        store.close();
    }
}
