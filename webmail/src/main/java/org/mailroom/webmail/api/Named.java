package org.mailroom.webmail.api;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;

import java.util.Optional;

/** Finds whom a client means: every id in a path or body may also be an address. */
final class Named {
    private final People people;
    private final Groups groups;

    Named(People people, Groups groups) {
        this.people = people;
        this.groups = groups;
    }

    /** A person; 404 if there is none. */
    Person person(String name) {
        return findPerson(name)
                .filter(p -> p.kind() == Account.Kind.PERSON)
                .orElseThrow(() -> Problem.nothing("person").thrown());
    }

    /** A service; 404 if there is none. */
    Person service(String name) {
        return findPerson(name)
                .filter(p -> p.kind() == Account.Kind.SERVICE)
                .orElseThrow(() -> Problem.nothing("service").thrown());
    }

    /** A group; 404 if there is none. */
    Group group(String name) {
        return findGroup(name).orElseThrow(() -> Problem.nothing("group").thrown());
    }

    /** A person or service. */
    Optional<Person> findPerson(String name) {
        return isAddress(name)
                ? AddrSpec.of(name).flatMap(people::byAddress)
                : id(name).flatMap(people::byId);
    }

    /** Whoever it is, as a field of a body names them; 422 if there is nobody. */
    AccountId account(String field, String name) {
        return find(name).orElseThrow(() -> unknown(field));
    }

    /** A person, service or group. */
    Optional<AccountId> find(String name) {
        return findPerson(name).map(Person::id).or(() -> findGroup(name).map(Group::id));
    }

    private Optional<Group> findGroup(String name) {
        return isAddress(name)
                ? AddrSpec.of(name).flatMap(groups::byAddress)
                : id(name).flatMap(groups::byId);
    }

    private static RuntimeException unknown(String field) {
        return Problem.of(422, "invalid", "The body names somebody who is not here")
                .detail(field + " names nobody")
                .fault("/" + field, "names nobody")
                .thrown();
    }

    /** The address as it stands everywhere, for answers. */
    String address(AccountId id) {
        return people.byId(id)
                .map(Person::address)
                .or(() -> groups.byId(id).map(Group::address))
                .orElse("");
    }

    private static boolean isAddress(String name) {
        return name.indexOf('@') >= 0;
    }

    static Optional<AccountId> id(String text) {
        try {
            long id = Long.parseLong(text);
            return id > 0 ? Optional.of(new AccountId(id)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** An address in a parameter. */
    static AddrSpec address(String parameter, String text) {
        return AddrSpec.of(text).orElseThrow(() -> Call.wrong(parameter, "is no address"));
    }
}
