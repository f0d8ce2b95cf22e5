package org.mailroom.messaging.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Kind;
import org.mailroom.messaging.policy.Sender;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be known of a message to ask about it and go on with it another time, as text: one
 * line a fact.
 *
 * @param sender {@code person 12}, {@code service 3 12}, {@code system lmtp}
 * @param said what kind of message it was said to be
 * @param recipients to whom, and in which mailbox; empty where rows say that
 */
record Passage(
        String sender,
        Optional<AddrSpec> reversePath,
        Optional<Kind> said,
        Map<AddrSpec, MailboxName> recipients) {

    static Passage of(Envelope envelope) {
        Map<AddrSpec, MailboxName> to = new LinkedHashMap<>();
        envelope.recipients().forEach(r -> to.put(r.address(), r.mailbox()));
        return of(envelope, to);
    }

    static Passage of(Envelope envelope, Map<AddrSpec, MailboxName> to) {
        Optional<Kind> said =
                envelope.recipients().stream()
                        .map(r -> r.cleared().kind())
                        .filter(k -> k == Kind.BULK || k == Kind.BROADCAST)
                        .findFirst();
        return new Passage(text(envelope.sender()), envelope.reversePath(), said, to);
    }

    static String text(Sender sender) {
        return switch (sender) {
            case Sender.Person(Account account) -> "person " + account.id();
            case Sender.Service(Account account, Optional<Account> person) ->
                    "service " + account.id() + person.map(p -> " " + p.id()).orElse("");
            case Sender.TrustedSystem(String name) -> "system " + name;
            case Sender.Stranger stranger ->
                    throw new IllegalArgumentException("nothing is taken from strangers");
        };
    }

    /** Who it was, as they are now; empty: gone. */
    Optional<Sender> sender(Accounts accounts) {
        String[] words = sender.split(" ", 3);
        return switch (words[0]) {
            case "person" -> account(accounts, words[1]).map(Sender.Person::new);
            case "service" -> {
                Optional<Account> person =
                        words.length > 2 ? account(accounts, words[2]) : Optional.empty();
                yield words.length > 2 && person.isEmpty()
                        ? Optional.empty()
                        : account(accounts, words[1]).map(s -> new Sender.Service(s, person));
            }
            default -> Optional.of(new Sender.TrustedSystem(sender.substring("system ".length())));
        };
    }

    private static Optional<Account> account(Accounts accounts, String id) {
        return accounts.byId(new AccountId(Long.parseLong(id)));
    }

    /** The sender's account, where it is a person's or a service's. */
    Optional<AccountId> author() {
        String[] words = sender.split(" ", 3);
        return words[0].equals("system")
                ? Optional.empty()
                : Optional.of(new AccountId(Long.parseLong(words[words.length - 1])));
    }

    Circumstances circumstances() {
        return said.map(Circumstances.UNKNOWN::as).orElse(Circumstances.UNKNOWN);
    }

    byte[] encode() {
        List<String> lines = new ArrayList<>();
        lines.add("by " + sender);
        reversePath.ifPresent(path -> lines.add("from " + path.key()));
        said.ifPresent(kind -> lines.add("as " + kind.name()));
        recipients.forEach((to, mailbox) -> lines.add("to " + to.key() + "\n in " + mailbox));
        return String.join("\n", lines).getBytes(UTF_8);
    }

    static Passage decode(byte[] text) {
        String sender = "";
        Optional<AddrSpec> path = Optional.empty();
        Optional<Kind> said = Optional.empty();
        Map<AddrSpec, MailboxName> to = new LinkedHashMap<>();
        Optional<AddrSpec> last = Optional.empty();
        for (String line : new String(text, UTF_8).split("\n")) {
            String value = line.substring(line.indexOf(' ', 1) + 1);
            switch (line.substring(0, line.indexOf(' ', 1))) {
                case "by" -> sender = value;
                case "from" -> path = address(value);
                case "as" -> said = Optional.of(Kind.valueOf(value));
                case "to" -> last = address(value);
                default -> to.put(last.orElseThrow(), new MailboxName(value));
            }
        }
        return new Passage(sender, path, said, to);
    }

    private static Optional<AddrSpec> address(String key) {
        return key.indexOf('@') < 0 ? Optional.of(new AddrSpec(key, "")) : AddrSpec.of(key);
    }
}
