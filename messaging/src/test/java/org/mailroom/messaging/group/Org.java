package org.mailroom.messaging.group;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.AuditSettings;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.DirectorySettings;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** An organisation on a store of its own, whose clock is moved by hand; for tests. */
public final class Org implements AutoCloseable {
    public static final Actor ADMIN = Actor.named("test");

    public final TestStore test;
    public final Directory directory;
    public final AuditLog audit;
    public final Organisation organisation;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-21T08:00:00Z"));

    public Org(TestStore test) {
        this.test = test;
        InstantSource clock = now::get;
        directory =
                new Directory(
                        test.store().accounts(),
                        DirectorySettings.defaults()
                                .withDomains(List.of("example.org", "bücher.example")),
                        clock);
        audit =
                AuditLog.open(
                        test.store(),
                        test.masters(),
                        test.directory(),
                        AuditSettings.DEFAULT,
                        clock);
        organisation = new Organisation(test.store(), test.masters(), directory, audit, clock);
    }

    public Person person(String name, String... roles) {
        return organisation
                .people()
                .create(new NewPerson(name + "@example.org", name, Set.of(roles)), ADMIN);
    }

    public Person service(String name) {
        return organisation
                .people()
                .create(
                        new NewPerson(Account.Kind.SERVICE, name + "@example.org", name, Set.of()),
                        ADMIN);
    }

    public Group group(String name, String kind) {
        return organisation.groups().create(new NewGroup(name + "@example.org", name, kind), ADMIN);
    }

    public void join(Group group, AccountId member) {
        organisation.groups().join(group.id(), member, Rank.MEMBER, ADMIN);
    }

    public Instant now() {
        return now.get();
    }

    public void pass(java.time.Duration time) {
        now.updateAndGet(t -> t.plus(time));
    }

    @Override
    public void close() {
        organisation.close();
        audit.close();
        directory.close();
        test.close();
    }
}
