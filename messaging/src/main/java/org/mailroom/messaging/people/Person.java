package org.mailroom.messaging.people;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A person, or a service of the platform.
 *
 * @param kind PERSON or SERVICE
 * @param roles names as the policy uses them, lower-case
 * @param attributes what the platform knows: names are lower-case, values as given
 * @param preferences the person's own settings
 * @param version grows with every change; 0 while only the account is known
 */
public record Person(
        AccountId id,
        Account.Kind kind,
        String address,
        List<String> aliases,
        String displayName,
        Account.State state,
        Set<String> roles,
        Map<String, List<String>> attributes,
        Optional<Locale> locale,
        Optional<ZoneId> zone,
        Map<String, String> preferences,
        long version) {

    public Person {
        aliases = List.copyOf(aliases);
        roles = Set.copyOf(roles);
        attributes = Map.copyOf(attributes);
        preferences = Map.copyOf(preferences);
    }

    static Person of(Account account, Profile profile, long version) {
        return new Person(
                account.id(),
                account.kind(),
                account.address(),
                account.aliases(),
                account.displayName(),
                account.state(),
                profile.roles(),
                profile.attributes(),
                profile.locale(),
                profile.zone(),
                profile.preferences(),
                version);
    }

    Profile profile() {
        return new Profile(roles, attributes, locale, zone, preferences);
    }

    public boolean active() {
        return state == Account.State.ACTIVE;
    }

    public boolean has(String role) {
        return roles.contains(role);
    }

    public Person withAddresses(String primary, List<String> others) {
        return new Person(
                id,
                kind,
                primary,
                others,
                displayName,
                state,
                roles,
                attributes,
                locale,
                zone,
                preferences,
                version);
    }

    public Person withDisplayName(String name) {
        return new Person(
                id,
                kind,
                address,
                aliases,
                name,
                state,
                roles,
                attributes,
                locale,
                zone,
                preferences,
                version);
    }

    public Person withState(Account.State other) {
        return new Person(
                id,
                kind,
                address,
                aliases,
                displayName,
                other,
                roles,
                attributes,
                locale,
                zone,
                preferences,
                version);
    }

    public Person withRoles(Set<String> all) {
        return with(new Profile(all, attributes, locale, zone, preferences));
    }

    public Person withAttributes(Map<String, List<String>> all) {
        return with(new Profile(roles, all, locale, zone, preferences));
    }

    public Person withLocale(Optional<Locale> other) {
        return with(new Profile(roles, attributes, other, zone, preferences));
    }

    public Person withZone(Optional<ZoneId> other) {
        return with(new Profile(roles, attributes, locale, other, preferences));
    }

    public Person withPreferences(Map<String, String> all) {
        return with(new Profile(roles, attributes, locale, zone, all));
    }

    private Person with(Profile profile) {
        return new Person(
                id,
                kind,
                address,
                aliases,
                displayName,
                state,
                profile.roles(),
                profile.attributes(),
                profile.locale(),
                profile.zone(),
                profile.preferences(),
                version);
    }
}
