package org.mailroom.webmail.api;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.webmail.http.Problem;

import java.time.InstantSource;
import java.util.Optional;

/**
 * Who may be named by somebody who cannot look anybody up: those who may write to them, those they
 * may write to, and those of the same groups. Everybody else is, to them, nobody: otherwise the
 * list of blocks would answer whether an address exists.
 */
final class Acquaintance {
    private final Named named;
    private final Groups groups;
    private final Policy policy;
    private final Directory directory;
    private final InstantSource clock;

    Acquaintance(
            Named named, Groups groups, Policy policy, Directory directory, InstantSource clock) {
        this.named = named;
        this.groups = groups;
        this.policy = policy;
        this.directory = directory;
        this.clock = clock;
    }

    /** The person of this name, as far as {@code who} may know; else 404. */
    Person of(AccountId who, String name) {
        return named.findPerson(name)
                .filter(other -> policy.rules().knowsDirectory(who) || met(who, other.id()))
                .orElseThrow(() -> Problem.nothing("person").thrown());
    }

    private boolean met(AccountId who, AccountId other) {
        return !groups.shared(who, other, clock.instant()).isEmpty()
                || mayWrite(other, who)
                || mayWrite(who, other);
    }

    private boolean mayWrite(AccountId from, AccountId to) {
        Optional<Account> writer = directory.byId(from);
        Optional<AddrSpec> reader = directory.byId(to).map(Account::address).flatMap(AddrSpec::of);
        if (writer.isEmpty() || reader.isEmpty()) {
            return false;
        }
        var question =
                new Question.To(
                        Senders.own(writer.get()),
                        AddrSpec.of(writer.get().address()),
                        reader.get(),
                        0,
                        Circumstances.NEW);
        return !(policy.foresee(question) instanceof Decision.Refuse);
    }
}
