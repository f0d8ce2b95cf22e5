package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;

import java.util.List;
import java.util.Optional;

/** Finds those whom entries speak of. */
final class Who {
    private final People people;
    private final Groups groups;
    private final Links links;

    Who(People people, Groups groups, Links links) {
        this.people = people;
        this.groups = groups;
        this.links = links;
    }

    /** By the other system's id, where it has one and it is known; else by address. */
    Optional<Person> of(Entry.OfPerson entry) {
        Optional<Person> linked =
                entry.externalId().stream()
                        .flatMap(e -> links.byExternalId(Account.Kind.PERSON, e).stream())
                        .flatMap(id -> people.byId(id).stream())
                        .findFirst();
        return linked.isPresent() ? linked : person(entry.address());
    }

    Optional<Group> of(Entry.OfGroup entry) {
        Optional<Group> linked =
                entry.externalId().stream()
                        .flatMap(e -> links.byExternalId(Account.Kind.GROUP, e).stream())
                        .flatMap(id -> groups.byId(id).stream())
                        .findFirst();
        return linked.isPresent() ? linked : group(entry.address());
    }

    /** By an address exactly: no subaddress. */
    Optional<Person> person(String address) {
        return AddrSpec.of(address)
                .flatMap(people::byAddress)
                .filter(p -> owns(p.address(), p.aliases(), address));
    }

    Optional<Group> group(String address) {
        return AddrSpec.of(address)
                .flatMap(groups::byAddress)
                .filter(g -> owns(g.address(), g.aliases(), address));
    }

    private static boolean owns(String address, List<String> aliases, String wanted) {
        return address.equalsIgnoreCase(wanted)
                || aliases.stream().anyMatch(a -> a.equalsIgnoreCase(wanted));
    }

    /** A person, service or group. */
    Optional<AccountId> anybody(String address) {
        return person(address).map(Person::id).or(() -> group(address).map(Group::id));
    }
}
