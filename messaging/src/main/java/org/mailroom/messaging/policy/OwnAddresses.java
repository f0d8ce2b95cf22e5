package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mime.Address;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Decision.Obligation;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * People write under their own addresses: primary, aliases, and subaddresses of them. Of several
 * authors one has to be the sender, and Sender has to say which. Trusted systems write for whom
 * they like. RFC 5322 §3.6.2, RFC 5322 §3.6.6, RFC 6409 §6.1.
 */
final class OwnAddresses implements Rule {
    private final Directory directory;

    OwnAddresses(Directory directory) {
        this.directory = directory;
    }

    @Override
    public Decision judge(Question question) {
        return switch (question.sender()) {
            case Sender.Person(Account account) -> judge(question, account);
            case Sender.Service(Account service, Optional<Account> person) ->
                    judge(question, person.orElse(service));
            case Sender.TrustedSystem system -> Decision.Accept.FREELY;
            case Sender.Stranger stranger -> Decision.Accept.FREELY;
        };
    }

    private Decision judge(Question question, Account account) {
        return switch (question) {
            case Question.From from -> envelope(account, from.reversePath());
            case Question.To to -> Decision.Accept.FREELY;
            case Question.Member member -> Decision.Accept.FREELY;
            case Question.Message message -> header(account, message.header());
        };
    }

    /** The null reverse-path is what mail clients send read receipts with. RFC 8098 §3. */
    private Decision envelope(Account account, Optional<AddrSpec> reversePath) {
        return reversePath.isEmpty() || directory.owns(account, reversePath.get())
                ? new Decision.Accept(Set.of(Obligation.COMPLETE_HEADER, Obligation.HIDE_BCC))
                : notOwn("Envelope sender is not an address of " + account.address());
    }

    private Decision header(Account account, HeaderBlock header) {
        List<HeaderBlock.Field> from = header.all("From");
        List<HeaderBlock.Field> sender = header.all("Sender");
        // Which of several fields a reader shows is anybody's guess.
        if (from.size() != 1 || sender.size() > 1) {
            return notOwn("Message needs one From field and at most one Sender field");
        }
        List<Address> authors = Address.parse(from.getFirst());
        if (authors.isEmpty()) {
            return notOwn("From names nobody");
        }
        if (authors.stream().noneMatch(author -> own(account, author))) {
            return notOwn("From is not an address of " + account.address());
        }
        List<Address> senders = sender.isEmpty() ? List.of() : Address.parse(sender.getFirst());
        boolean ownSender = senders.size() == 1 && own(account, senders.getFirst());
        if (!sender.isEmpty() && !ownSender) {
            return notOwn("Sender is not an address of " + account.address());
        }
        if (authors.size() > 1 && !ownSender) {
            return notOwn("From names several authors: Sender has to be " + account.address());
        }
        // Who passes a message on says so in their own name too. RFC 5322 §3.6.6.
        for (String name : List.of("Resent-From", "Resent-Sender")) {
            for (HeaderBlock.Field field : header.all(name)) {
                List<Address> again = Address.parse(field);
                if (again.isEmpty() || !again.stream().allMatch(a -> own(account, a))) {
                    return notOwn(name + " is not an address of " + account.address());
                }
            }
        }
        return Decision.Accept.FREELY;
    }

    private boolean own(Account account, Address address) {
        return AddrSpec.of(address.address()).filter(a -> directory.owns(account, a)).isPresent();
    }

    private static Decision notOwn(String text) {
        return new Decision.Refuse(WhyCode.NOT_OWN_ADDRESS, text);
    }
}
