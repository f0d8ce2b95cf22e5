package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mime.Address;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.safety.Restriction;
import org.mailroom.messaging.safety.Restrictions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out who is to be judged: the person, not the way the message takes. What a trusted system
 * hands in is judged as everybody's of this server whose address it bears as author or sender: of
 * several answers the strictest holds.
 */
final class Senders {
    /** Fields that say whose a message is. Reply-To says only where answers go. */
    private static final List<String> AUTHORS =
            List.of("From", "Sender", "Resent-From", "Resent-Sender");

    /** More authors than these are nobody's message. */
    private static final int MOST_AUTHORS = 50;

    private final Directory directory;
    private final People people;
    private final Restrictions restrictions;

    Senders(Directory directory, People people, Restrictions restrictions) {
        this.directory = directory;
        this.people = people;
        this.restrictions = restrictions;
    }

    /**
     * As whom; never nobody.
     *
     * @param header none: not known yet
     */
    List<Judged> judged(
            Sender sender,
            Optional<AddrSpec> reversePath,
            Optional<HeaderBlock> header,
            Instant at) {
        return switch (sender) {
            case Sender.Person(Account account) -> List.of(of(account.id(), at));
            case Sender.Service(Account account, Optional<Account> onBehalfOf) ->
                    List.of(of(onBehalfOf.orElse(account).id(), at));
            case Sender.TrustedSystem(String name) -> ofSystem(name, reversePath, header, at);
            case Sender.Stranger stranger ->
                    throw new IllegalArgumentException("strangers send nothing");
        };
    }

    Judged of(AccountId id, Instant at) {
        // Somebody who has been removed meanwhile writes no more than somebody suspended.
        return people.byId(id)
                .map(person -> of(person, Optional.empty(), at))
                .orElseGet(
                        () ->
                                new Judged(
                                        Optional.of(id),
                                        new Facts.From(
                                                Facts.Who.PERSON,
                                                Set.of(),
                                                Account.State.LEFT,
                                                Set.of()),
                                        Optional.empty()));
    }

    private Judged of(Person person, Optional<String> system, Instant at) {
        Set<Restriction.Kind> imposed =
                restrictions.active(person.id(), at).stream()
                        .map(Restriction::kind)
                        .collect(Collectors.toUnmodifiableSet());
        Facts.Who who =
                person.kind() == Account.Kind.SERVICE ? Facts.Who.SERVICE : Facts.Who.PERSON;
        return new Judged(
                Optional.of(person.id()),
                new Facts.From(who, person.roles(), person.state(), imposed),
                system);
    }

    private List<Judged> ofSystem(
            String name, Optional<AddrSpec> reversePath, Optional<HeaderBlock> header, Instant at) {
        List<AddrSpec> named = new ArrayList<>();
        reversePath.ifPresent(named::add);
        header.ifPresent(h -> authors(h, named));
        Map<AccountId, Judged> all = new LinkedHashMap<>();
        for (AddrSpec address : named) {
            ofAddress(address)
                    .ifPresent(
                            person ->
                                    all.putIfAbsent(
                                            person.id(), of(person, Optional.of(name), at)));
        }
        return all.isEmpty() ? List.of(Judged.system(name)) : List.copyOf(all.values());
    }

    private static void authors(HeaderBlock header, List<AddrSpec> named) {
        for (String name : AUTHORS) {
            for (HeaderBlock.Field field : header.all(name)) {
                for (Address address : Address.parse(field)) {
                    if (named.size() < MOST_AUTHORS) {
                        AddrSpec.of(address.address()).ifPresent(named::add);
                    }
                }
            }
        }
    }

    /** Whose address this is. That postmaster's mail goes to somebody does not make it theirs. */
    private Optional<Person> ofAddress(AddrSpec address) {
        if (!directory.isLocalDomain(address)) {
            return Optional.empty();
        }
        return directory
                .recipient(address)
                .filter(account -> directory.owns(account, address))
                .flatMap(account -> people.byId(account.id()));
    }
}
