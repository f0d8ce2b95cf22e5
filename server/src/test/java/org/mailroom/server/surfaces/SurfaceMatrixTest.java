package org.mailroom.server.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.NewEmail;
import org.mailroom.mailstore.mail.SendGate;
import org.mailroom.mailstore.mail.Subscription;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.transport.testkit.TestClient;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every role to every role, in every relation, as each shipped policy tells them apart, over every
 * surface: the answer is the decision point's, with its word, and what was refused lies nowhere.
 */
@Timeout(120)
class SurfaceMatrixTest {
    private static final Pattern WORD = Pattern.compile("\\[([a-z-]+)\\]$");

    private static final MailboxName SENT = new MailboxName("Sent");

    private int cases;
    private final List<String> wrong = new ArrayList<>();

    static Stream<Village.World> worlds() {
        return Village.WORLDS.stream();
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void agree(Village.World world, @TempDir Path directory) throws Exception {
        try (Village village = new Village(world, directory)) {
            for (Village.Sender sender : village.senders) {
                smtp(village, sender, "submission", true);
                smtp(village, sender, "smtp", false);
                lmtp(village, sender);
                imap(village, sender);
                members(village, sender);
                replies(village, sender);
                release(village, sender);
            }
        }
        assertThat(wrong.stream().limit(10))
                .as("%s: %d of %d", world.policy(), wrong.size(), cases)
                .isEmpty();
        assertThat(cases).isGreaterThan(600);
    }

    private void check(
            String surface, Village.Sender from, String to, String said, String expected) {
        cases++;
        if (!said.equals(expected)) {
            wrong.add(
                    "%s: %s to %s: %s, expected %s"
                            .formatted(surface, from.address(), to, said, expected));
        }
    }

    private static String header(Village.Sender from, String to, String subject) {
        return "From: <"
                + from.address()
                + ">\r\nTo: <"
                + to
                + ">\r\nSubject: "
                + subject
                + "\r\n\r\n";
    }

    /** {@code yes}, {@code held}, or the word of the no. */
    private static String word(Decision decision) {
        return switch (decision) {
            case Decision.Accept yes -> "yes";
            case Decision.Hold hold -> "held";
            case Decision.Refuse no -> no.why().code().word();
        };
    }

    private static String message(
            Village village, Village.Sender from, String to, Circumstances circumstances) {
        return word(
                village.store()
                        .policy()
                        .foresee(question(from, to, header(from, to, "s"), circumstances)));
    }

    private static Question question(
            Village.Sender from, String to, String header, Circumstances circumstances) {
        return new Question.Message(
                new Sender.Person(from.account()),
                AddrSpec.of(from.address()),
                HeaderBlock.of(header.getBytes(UTF_8)),
                100,
                List.of(AddrSpec.of(to).orElseThrow()),
                circumstances);
    }

    private static String said(String reply) {
        Matcher word = WORD.matcher(reply);
        String code = word.find() ? word.group(1) : "yes";
        return code.equals("held-for-review") && reply.startsWith("250") ? "held" : code;
    }

    private void smtp(Village village, Village.Sender from, String port, boolean authenticated) {
        try (TestClient client = TestClient.plain(village.wiring.port(port))) {
            client.expect("220 *");
            client.send("EHLO client.test").until("250 *");
            if (authenticated) {
                String plain = "\0" + from.address() + "\0" + Village.PASSWORD;
                client.ask(
                        "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(UTF_8)),
                        "235 *");
            }
            for (String to : from.targets()) {
                if (!authenticated && !alsoAsSystem(from, to)) {
                    continue;
                }
                String said = transaction(client, from, to, header(from, to, "to " + to));
                check(port, from, to, said, message(village, from, to, Circumstances.UNKNOWN));
            }
        }
    }

    /** Every third one; a trusted system in a person's name is held to that person's rules. */
    private static boolean alsoAsSystem(Village.Sender from, String to) {
        return from.targets().indexOf(to) % 3 == 0;
    }

    private static String transaction(
            TestClient client, Village.Sender from, String to, String header) {
        client.sendRaw("MAIL FROM:<" + from.address() + ">\r\nRCPT TO:<" + to + ">\r\n");
        String mail = client.line();
        String rcpt = client.line();
        if (!mail.startsWith("250")) {
            return said(mail);
        }
        if (!rcpt.startsWith("250")) {
            client.ask("RSET", "250 *");
            return said(rcpt);
        }
        client.ask("DATA", "354 *");
        client.sendRaw(header + "text\r\n.\r\n");
        return said(client.line());
    }

    /** All at once: each has an answer of its own. */
    private void lmtp(Village village, Village.Sender from) {
        try (TestClient client = TestClient.plain(village.wiring.port("lmtp"))) {
            client.expect("220 *");
            client.send("LHLO client.test").until("250 *");
            client.sendRaw("MAIL FROM:<" + from.address() + ">\r\n");
            String mail = client.line();
            Map<String, String> said = new HashMap<>();
            List<String> taken = new ArrayList<>();
            if (mail.startsWith("250")) {
                StringBuilder all = new StringBuilder();
                from.targets().forEach(to -> all.append("RCPT TO:<" + to + ">\r\n"));
                client.sendRaw(all.toString());
                for (String to : from.targets()) {
                    String rcpt = client.line();
                    if (rcpt.startsWith("250")) {
                        taken.add(to);
                    } else {
                        said.put(to, said(rcpt));
                    }
                }
                if (!taken.isEmpty()) {
                    client.ask("DATA", "354 *");
                    client.sendRaw(header(from, taken.getFirst(), "by LMTP") + "text\r\n.\r\n");
                    taken.forEach(to -> said.put(to, said(client.line())));
                }
            }
            for (String to : from.targets()) {
                check(
                        "lmtp",
                        from,
                        to,
                        said.getOrDefault(to, said(mail)),
                        message(village, from, to, Circumstances.UNKNOWN));
            }
        }
    }

    private void imap(Village village, Village.Sender from) {
        try (TestClient client = TestClient.plain(village.wiring.port("imap"))) {
            client.expect("* OK *");
            client.ask("l LOGIN " + from.address() + " \"" + Village.PASSWORD + "\"", "l OK *");
            client.ask("c CREATE Later (USE (\\Scheduled))", "c OK *");
            for (String to : from.targets()) {
                String text = header(from, to, "later");
                client.sendRaw(
                        "a APPEND Later \"01-Jan-2030 10:00:00 +0000\" {"
                                + text.length()
                                + "+}\r\n"
                                + text
                                + "\r\n");
                String later = message(village, from, to, Circumstances.UNKNOWN.later());
                check(
                        "append",
                        from,
                        to,
                        tagged(client, "a"),
                        later.equals("held") ? "yes" : later);
                client.send("m MYRIGHTS \"Other Users/" + to + "\"");
                String now =
                        word(
                                village.store()
                                        .policy()
                                        .foresee(
                                                new Question.To(
                                                        new Sender.Person(from.account()),
                                                        AddrSpec.of(from.address()),
                                                        AddrSpec.of(to).orElseThrow(),
                                                        0,
                                                        Circumstances.NEW)));
                check("myrights", from, to, tagged(client, "m"), now.equals("held") ? "yes" : now);
            }
        }
    }

    private static String tagged(TestClient client, String tag) {
        String last = client.until(tag + " *").getLast();
        if (last.startsWith(tag + " OK")) {
            return "yes";
        }
        return last.startsWith(tag + " NO [NOPERM]") ? said(last) : last;
    }

    /** A copy lies with each member who may have it, and with nobody else. */
    private void members(Village village, Village.Sender from) {
        for (Group group : from.groups()) {
            boolean sent =
                    message(village, from, group.address(), Circumstances.UNKNOWN).equals("yes");
            for (Membership member :
                    village.store().organisation().groups().members(group.id(), 100)) {
                if (member.member().equals(from.account().id())) {
                    continue;
                }
                boolean blocks =
                        village.store()
                                .sources()
                                .blocks()
                                .blocks(member.member(), from.account().id());
                long copies = copies(village, member.member(), "to " + group.address());
                int sendings = alsoAsSystem(from, group.address()) ? 2 : 1;
                String expected = (sent && !blocks ? sendings : 0) + " copies";
                check("list", from, group.address(), copies + " copies", expected);
            }
        }
        for (String to : from.targets()) {
            Optional<AccountId> person = person(village, to).map(Account::id);
            if (person.isPresent()) {
                boolean sent = message(village, from, to, Circumstances.UNKNOWN).equals("yes");
                check(
                        "mailbox",
                        from,
                        to,
                        copies(village, person.get(), "to " + to) + " copies",
                        (!sent ? 0 : alsoAsSystem(from, to) ? 2 : 1) + " copies");
            }
        }
    }

    /** Answers, to those whose message lies in the sender's mailbox and in their own. */
    private void replies(Village village, Village.Sender from) {
        try (TestClient client = TestClient.plain(village.wiring.port("smtp"))) {
            client.expect("220 *");
            client.send("EHLO client.test").until("250 *");
            for (String to : from.targets()) {
                Optional<Account> other = person(village, to);
                if (other.isEmpty() || alsoAsSystem(from, to)) {
                    continue;
                }
                String id = "<" + to + "-" + from.address() + ">";
                byte[] question =
                        ("From: <"
                                        + to
                                        + ">\r\nTo: <"
                                        + from.address()
                                        + ">\r\nMessage-ID: "
                                        + id
                                        + "\r\n\r\nhow are you?\r\n")
                                .getBytes(UTF_8);
                append(village, from.account().id(), MailboxName.INBOX, question);
                append(village, other.get().id(), SENT, question);
                String header =
                        header(from, to, "answer to " + to)
                                .replace("\r\n\r\n", "\r\nIn-Reply-To: " + id + "\r\n\r\n");
                String expected =
                        word(
                                village.store()
                                        .policy()
                                        .foresee(
                                                question(from, to, header, Circumstances.UNKNOWN)));
                String said = transaction(client, from, to, header);
                // RCPT does not know yet that it is an answer, and tells no more than to others.
                boolean tooSoon =
                        expected.equals("recipient-unavailable") && said.equals("not-permitted");
                check("reply", from, to, tooSoon ? expected : said, expected);
                check(
                        "mailbox",
                        from,
                        to,
                        copies(village, other.get().id(), "answer to " + to) + " copies",
                        expected.equals("yes") ? "1 copies" : "0 copies");
            }
        }
    }

    private static Optional<Account> person(Village village, String address) {
        return village.store()
                .directory()
                .recipient(AddrSpec.of(address).orElseThrow())
                .filter(a -> a.kind() == Account.Kind.PERSON);
    }

    private static void append(
            Village village, AccountId account, MailboxName mailbox, byte[] message) {
        append(village, account, mailbox, message, Instant.now());
    }

    private static void append(
            Village village, AccountId account, MailboxName mailbox, byte[] message, Instant at) {
        try (AccountMail mail = village.store().store().mail(new Access.Owner(account), account);
                Incoming incoming = village.store().store().receive()) {
            incoming.write(message, 0, message.length);
            incoming.finish();
            mail.append(
                    mail.view().mailbox(mailbox).orElseThrow().id(),
                    List.of(new NewEmail(incoming, Flags.NONE, at)));
        }
    }

    /** What was let into the schedule once, and would not be now, does not get out of it. */
    private void release(Village village, Village.Sender from) throws Exception {
        MailStore store = village.store().store();
        SendGate gate = store.sendGate();
        MailboxName later = new MailboxName("Later");
        AccountId author = from.account().id();
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < from.targets().size(); i += 3) {
            targets.add(from.targets().get(i));
        }
        store.sendBy(new OpenGate(gate));
        try (AccountMail mail = store.mail(new Access.Owner(author), author)) {
            Instant due = Instant.now().plusSeconds(2);
            for (String to : targets) {
                byte[] message =
                        (header(from, to, "released to " + to) + "text\r\n").getBytes(UTF_8);
                append(village, author, later, message, due);
            }
            long refused =
                    targets.stream()
                            .map(to -> message(village, from, to, Circumstances.UNKNOWN))
                            .filter(said -> !said.equals("yes") && !said.equals("held"))
                            .count();
            Semaphore changes = new Semaphore(0);
            try (Subscription hearing = mail.onChange(changes::release)) {
                boolean heard = true;
                while (heard
                        && (due(mail, later, due) > 0
                                || copies(village, author, "Not delivered") < refused)) {
                    heard = changes.tryAcquire(20, TimeUnit.SECONDS);
                }
                assertThat(hearing).isNotNull();
                check("release", from, "all", due(mail, later, due) + " left", "0 left");
            }
        } finally {
            store.sendBy(gate);
        }
        String notices = String.join("\n", inbox(village, author));
        for (String to : targets) {
            Matcher no =
                    Pattern.compile(
                                    "Final-Recipient: rfc822; "
                                            + Pattern.quote(to)
                                            + "\r\nAction: failed\r\nStatus: .*\r\n"
                                            + "Diagnostic-Code: .*\\[([a-z-]+)\\]")
                            .matcher(notices);
            String expected = message(village, from, to, Circumstances.UNKNOWN);
            check(
                    "release",
                    from,
                    to,
                    no.find() ? no.group(1) : "yes",
                    expected.equals("held") ? "yes" : expected);
            Optional<Account> person = person(village, to);
            if (person.isPresent()) {
                check(
                        "mailbox",
                        from,
                        to,
                        copies(village, person.get().id(), "released to " + to) + " copies",
                        expected.equals("yes") ? "1 copies" : "0 copies");
            }
        }
    }

    private static long due(AccountMail mail, MailboxName later, Instant until) {
        MailboxView view = mail.open(mail.view().mailbox(later).orElseThrow().id());
        return java.util.stream.IntStream.range(0, view.size())
                .filter(i -> view.received(i) <= until.getEpochSecond())
                .count();
    }

    /** Lets everything into the schedule. */
    private record OpenGate(SendGate gate) implements SendGate {
        @Override
        public Instant admit(Scheduling message) {
            return message.received();
        }

        @Override
        public void scheduled(Instant due) {
            gate.scheduled(due);
        }

        @Override
        public Optional<Refused> mayPost(AccountId author, String address) {
            return Optional.empty();
        }
    }

    private static List<String> inbox(Village village, AccountId account) throws Exception {
        List<String> messages = new ArrayList<>();
        try (AccountMail mail = village.store().store().mail(new Access.Owner(account), account)) {
            MailboxView view = mail.open(mail.view().mailbox(MailboxName.INBOX).orElseThrow().id());
            for (int i = 0; i < view.size(); i++) {
                try (var content = mail.content(view.emailId(i))) {
                    var out = new java.io.ByteArrayOutputStream();
                    content.transferTo(out, 0, content.size());
                    messages.add(out.toString(UTF_8));
                }
            }
        }
        return messages;
    }

    private static long copies(Village village, AccountId account, String subject) {
        try (AccountMail mail = village.store().store().mail(new Access.Owner(account), account)) {
            MailboxView view = mail.open(mail.view().mailbox(MailboxName.INBOX).orElseThrow().id());
            long[] emails = new long[view.size()];
            for (int i = 0; i < emails.length; i++) {
                emails[i] = view.emailId(i);
            }
            return mail.emails(emails).stream()
                    .filter(e -> e.summary().subject().equals(subject))
                    .count();
        }
    }
}
