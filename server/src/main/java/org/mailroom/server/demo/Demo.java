package org.mailroom.server.demo;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.NewEmail;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.mime.MailDate;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.delivery.DeliverySettings;
import org.mailroom.messaging.delivery.Envelope;
import org.mailroom.messaging.delivery.Recipient;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.server.config.Settings;
import org.mailroom.server.wiring.OpenStore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some people and some mail of the last days, for trying out. */
public final class Demo {
    public static final String PASSWORD = "demo";

    /** Somebody in the demo. */
    public record Person(String name, String displayName) {
        public String address(String domain) {
            return name + "@" + domain;
        }
    }

    public static final List<Person> PEOPLE =
            List.of(
                    new Person("alice", "Alice Meyer"),
                    new Person("bob", "Bob Okafor"),
                    new Person("carol", "Carol Lind"),
                    new Person("dave", "Dave Romero"),
                    new Person("admin", "Mailroom Admin"));

    private static final List<String> MAIL =
            List.of(
                    "01-welcome",
                    "02-plan",
                    "03-plan-reply",
                    "04-plan-reply",
                    "05-poster",
                    "06-poster-reply",
                    "07-attendance",
                    "08-merkblatt",
                    "09-lunch",
                    "10-lunch-reply",
                    "11-lunch-reply",
                    "12-maintenance",
                    "13-question");

    /** {@code Date: -3d 13:20}: three days before the demo is made. */
    private static final Pattern DATE = Pattern.compile("(?m)^Date: -(\\d)d (\\d\\d:\\d\\d)$");

    private static final Pattern FROM = Pattern.compile("(?m)^From: .*<(.+)>$");
    private static final Pattern TO = Pattern.compile("(?m)^(?:To|Cc): (.+)$");
    private static final Pattern ADDRESS = Pattern.compile("<([^>]+)>");

    private final OpenStore store;
    private final String domain;
    private final OffsetDateTime now;

    Demo(OpenStore store) {
        this.store = store;
        this.domain = store.settings().directory().domains().getFirst();
        this.now = OffsetDateTime.now(ZoneOffset.UTC);
    }

    /** Fills a store that is new. */
    public static void fill(OpenStore store) throws IOException {
        Demo demo = new Demo(store);
        for (Person person : PEOPLE) {
            Account account =
                    store.store()
                            .accounts()
                            .create(
                                    new NewAccount(
                                            person.address(demo.domain),
                                            List.of(),
                                            person.displayName(),
                                            0));
            store.directory().setPassword(account.id(), PASSWORD);
        }
        for (String name : MAIL) {
            demo.send(name);
        }
    }

    String address(String name) {
        return name + "@" + domain;
    }

    /** A message of some days ago, from a person of the demo to another or to a group. */
    void send(
            int days,
            String time,
            org.mailroom.messaging.people.Person from,
            String to,
            String subject,
            String text)
            throws IOException {
        String message =
                """
                Date: -%dd %s
                From: "%s" <%s>
                To: <%s>
                Message-ID: <%s.%d%s@%s>
                Subject: %s
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                %s
                """
                        .formatted(
                                days,
                                time,
                                from.displayName(),
                                from.address(),
                                address(to),
                                to,
                                days,
                                time.replace(":", ""),
                                domain,
                                subject,
                                text);
        sendText(message);
    }

    /** Through the delivery that all mail takes, and into the sender's Sent as clients do. */
    private void send(String name) throws IOException {
        sendText(resource(name).replace(Settings.DEMO_DOMAIN, domain));
    }

    private void sendText(String text) throws IOException {
        Matcher date = DATE.matcher(text);
        Matcher from = FROM.matcher(text);
        if (!date.find() || !from.find()) {
            throw new IllegalStateException(text);
        }
        Instant when = time(date);
        String dated = date.replaceFirst("Date: " + MailDate.format(when.atOffset(ZoneOffset.UTC)));
        try (Incoming content = store.store().receive()) {
            content.write(dated.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            content.finish();
            deliver(AddrSpec.of(from.group(1)), content, recipients(text), when);
            keepInSent(store.account(from.group(1)), content, when);
        }
    }

    private void deliver(
            Optional<AddrSpec> from, Incoming content, List<AddrSpec> to, Instant when) {
        InstantSource then = InstantSource.fixed(when);
        Policy policy = store.policy();
        Sender sender = new Sender.TrustedSystem("demo");
        var question = new Question.Message(sender, from, content.header(), content.size(), to);
        if (!(policy.foresee(question) instanceof Decision.Accept yes)) {
            throw new IllegalStateException("the demo's mail is not permitted");
        }
        Clearance clearance = yes.clearance().orElseThrow();
        try (Delivery delivery =
                new Delivery(
                        store.store(),
                        store.directory(),
                        store.organisation().groups(),
                        policy,
                        new DeliverySettings(domain),
                        then)) {
            delivery.toAll(
                    new Envelope(
                            sender,
                            from,
                            to.stream().map(a -> new Recipient(clearance, a)).toList()),
                    content);
        }
    }

    private Instant time(Matcher date) {
        OffsetDateTime then =
                now.minusDays(Long.parseLong(date.group(1))).with(LocalTime.parse(date.group(2)));
        return (then.isAfter(now) ? then.minusDays(1) : then).toInstant();
    }

    private static List<AddrSpec> recipients(String text) {
        List<AddrSpec> recipients = new ArrayList<>();
        Matcher field = TO.matcher(text);
        while (field.find()) {
            Matcher address = ADDRESS.matcher(field.group(1));
            while (address.find()) {
                AddrSpec.of(address.group(1)).ifPresent(recipients::add);
            }
        }
        return recipients;
    }

    private void keepInSent(Account sender, Incoming content, Instant when) {
        try (AccountMail mail = store.store().mail(new Access.Owner(sender.id()), sender.id())) {
            Optional.of(mail.view())
                    .flatMap(view -> view.mailbox(SpecialUse.SENT))
                    .ifPresent(
                            sent ->
                                    mail.append(
                                            sent.id(),
                                            List.of(
                                                    new NewEmail(
                                                            content,
                                                            Flags.of(SystemFlag.SEEN),
                                                            when))));
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream(name + ".eml")) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
