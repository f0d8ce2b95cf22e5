package org.mailroom.webmail.api;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.webmail.http.Principal;
import org.mailroom.webmail.http.Problem;

import java.util.Optional;

/** As whom a caller writes: as themselves, or, for a service that may, as a person. */
final class Senders {
    private final Directory directory;

    Senders(Directory directory) {
        this.directory = directory;
    }

    /**
     * @param address From, and where reports go
     * @param account whose it is: the person spoken for, else the caller
     */
    record Writer(Sender sender, AddrSpec address, Account account) {
        Optional<AddrSpec> reversePath() {
            return Optional.of(address);
        }
    }

    /**
     * @param from the address to write under; empty: the caller's own
     */
    Writer of(Principal principal, Optional<String> from) {
        Account self = account(principal.account());
        Optional<AddrSpec> wanted = from.map(f -> Named.address("from", f));
        if (wanted.isEmpty() || directory.owns(self, wanted.get())) {
            AddrSpec own = wanted.orElseGet(() -> AddrSpec.of(self.address()).orElseThrow());
            return new Writer(own(self), own, self);
        }
        Account person = spokenFor(principal, wanted.get());
        return new Writer(new Sender.Service(self, Optional.of(person)), wanted.get(), person);
    }

    static Sender own(Account self) {
        return self.kind() == Account.Kind.SERVICE
                ? new Sender.Service(self, Optional.empty())
                : new Sender.Person(self);
    }

    /** Without the scope, or where it is no person's: the same no, whoever's address it is. */
    private Account spokenFor(Principal principal, AddrSpec wanted) {
        return Optional.of(wanted)
                .filter(w -> principal.may(Scope.MESSAGES_SEND_AS))
                .flatMap(directory::recipient)
                .filter(p -> p.kind() == Account.Kind.PERSON && directory.owns(p, wanted))
                .orElseThrow(Senders::notOwn);
    }

    private static RuntimeException notOwn() {
        return Problem.of(403, "not-own-address", "This message may not be sent")
                .detail("The address to write under is not one of your own")
                .thrown();
    }

    Account account(AccountId id) {
        return directory
                .byId(id)
                .orElseThrow(() -> Problem.of(401, "unauthenticated", "Say who you are").thrown());
    }
}
