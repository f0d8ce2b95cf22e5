package org.mailroom.webmail.scim;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says that a person is to be.
 *
 * @param userName where it is not the address
 * @param relations offices of others towards the person; empty if nothing is said of them
 * @param document what only the client reads
 */
record WantedUser(
        String address,
        List<String> aliases,
        Optional<String> userName,
        Optional<String> externalId,
        String displayName,
        Account.State state,
        Set<String> roles,
        Map<String, List<String>> attributes,
        Optional<Locale> locale,
        Optional<ZoneId> zone,
        Map<String, String> preferences,
        Optional<List<Office>> relations,
        Optional<String> password,
        String document) {

    /** Somebody else's office towards the person. */
    record Office(
            AccountId holder, String kind, Optional<Instant> since, Optional<Instant> until) {}

    NewPerson fresh() {
        return new NewPerson(
                Account.Kind.PERSON,
                address,
                aliases,
                displayName,
                roles,
                attributes,
                locale,
                zone,
                preferences,
                0);
    }

    Person upon(Person person) {
        return person.withAddresses(address, aliases)
                .withDisplayName(displayName)
                .withState(state)
                .withRoles(roles)
                .withAttributes(attributes)
                .withLocale(locale)
                .withZone(zone)
                .withPreferences(preferences);
    }
}
