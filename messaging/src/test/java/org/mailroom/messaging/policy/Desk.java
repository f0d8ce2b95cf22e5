package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.group.Org;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.safety.Blocks;
import org.mailroom.messaging.safety.Restrictions;

import java.util.Optional;

/** An organisation with a decision point. */
public final class Desk implements AutoCloseable {
    public final Org org;
    public final Blocks blocks;
    public final Restrictions restrictions;
    public final Sources sources;
    public final Policy policy;

    public Desk(TestStore test, RuleBook book, PolicySettings settings) {
        org = new Org(test);
        sources =
                Sources.open(
                        test.store(),
                        test.masters(),
                        org.directory,
                        org.organisation,
                        org.audit,
                        org::now);
        blocks = sources.blocks();
        restrictions = sources.restrictions();
        policy = new Policy(sources, book, settings, org::now);
    }

    /** Under a shipped policy. */
    public static Desk shipped(TestStore test, String name) {
        try {
            return new Desk(test, RuleBook.of(Shipped.file(name)), PolicySettings.defaults());
        } catch (java.io.IOException | BadPolicy e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    public Sender sender(Person person) {
        return new Sender.Person(account(person.id()));
    }

    public Account account(AccountId id) {
        return org.directory.byId(id).orElseThrow();
    }

    public static AddrSpec address(String address) {
        return AddrSpec.of(address.contains("@") ? address : address + "@example.org")
                .orElseThrow();
    }

    /** "May I?", of a new message. */
    public Decision mayWrite(Person from, String to) {
        return ask(from, to, Circumstances.NEW);
    }

    public Decision ask(Person from, String to, Circumstances circumstances) {
        return policy.foresee(
                new Question.To(
                        sender(from),
                        AddrSpec.of(from.address()),
                        address(to),
                        100,
                        circumstances));
    }

    /** {@code yes}, {@code held}, or the code of the no. */
    public static String word(Decision decision) {
        return switch (decision) {
            case Decision.Accept yes -> "yes";
            case Decision.Hold hold -> "held";
            case Decision.Refuse no -> no.why().code().word();
        };
    }

    public static Optional<AddrSpec> path(Person person) {
        return AddrSpec.of(person.address());
    }

    @Override
    public void close() {
        sources.close();
        org.close();
    }
}
