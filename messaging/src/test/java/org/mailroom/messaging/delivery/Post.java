package org.mailroom.messaging.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Org;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.PolicySettings;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.RuleBook;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.messaging.policy.Sources;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An organisation whose people send each other mail, under the policy that lets everybody. */
public final class Post implements AutoCloseable {
    public static final Sender SYSTEM = new Sender.TrustedSystem("test");

    public final Org org;
    public final Sources sources;
    public final Policy policy;
    public final Delivery delivery;

    public Post(TestStore test) {
        org = new Org(test);
        sources =
                Sources.open(
                        test.store(),
                        test.masters(),
                        org.directory,
                        org.organisation,
                        org.audit,
                        org::now);
        policy = new Policy(sources, RuleBook.open(), PolicySettings.defaults(), org::now);
        delivery =
                new Delivery(
                        test.store(),
                        org.directory,
                        org.organisation.groups(),
                        policy,
                        new DeliverySettings("mail.example.org", 20),
                        org::now);
    }

    public Groups groups() {
        return org.organisation.groups();
    }

    public Incoming message(String text) {
        return org.test.incoming(text.replace("\n", "\r\n").getBytes(UTF_8));
    }

    /** Asks the decision point and delivers, as every surface does. */
    public void send(Sender sender, Incoming content, String... to) {
        delivery.toAll(envelope(sender, content, to), content);
    }

    public Envelope envelope(Sender sender, Incoming content, String... to) {
        Optional<AddrSpec> path =
                sender instanceof Sender.Person(var account)
                        ? AddrSpec.of(account.address())
                        : Optional.empty();
        List<AddrSpec> addresses = Arrays.stream(to).map(Post::address).toList();
        Question question =
                new Question.Message(sender, path, content.header(), content.size(), addresses);
        var yes = (Decision.Accept) policy.foresee(question);
        return new Envelope(
                sender,
                path,
                addresses.stream()
                        .map(a -> new Recipient(yes.clearance().orElseThrow(), a))
                        .toList());
    }

    public Sender as(Person person) {
        return new Sender.Person(org.test.store().accounts().byId(person.id()).orElseThrow());
    }

    static AddrSpec address(String text) {
        return AddrSpec.of(text).orElseThrow();
    }

    public List<String> inbox(AccountId account) {
        return messages(account, MailboxName.INBOX);
    }

    public List<String> messages(AccountId account, MailboxName name) {
        try (AccountMail mail = org.test.mail(account)) {
            if (mail.view().mailbox(name).isEmpty()) {
                return List.of();
            }
            MailboxView view = mail.open(mail.view().mailbox(name).orElseThrow().id());
            List<String> messages = new ArrayList<>();
            for (int i = 0; i < view.size(); i++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (var content = mail.content(view.emailId(i))) {
                    content.transferTo(out, 0, content.size());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                messages.add(out.toString(ISO_8859_1));
            }
            return messages;
        }
    }

    @Override
    public void close() {
        delivery.close();
        sources.close();
        org.close();
    }
}
