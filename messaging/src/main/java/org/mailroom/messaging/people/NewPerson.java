package org.mailroom.messaging.people;

import org.mailroom.mailstore.account.Account;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A person or service to be made.
 *
 * @param kind PERSON or SERVICE
 * @param quotaBytes most mail kept; 0 means no limit
 */
public record NewPerson(
        Account.Kind kind,
        String address,
        List<String> aliases,
        String displayName,
        Set<String> roles,
        Map<String, List<String>> attributes,
        Optional<Locale> locale,
        Optional<ZoneId> zone,
        Map<String, String> preferences,
        long quotaBytes) {

    public NewPerson {
        aliases = List.copyOf(aliases);
        roles = Set.copyOf(roles);
        attributes = Map.copyOf(attributes);
        preferences = Map.copyOf(preferences);
    }

    /** A person with roles and nothing else yet. */
    public NewPerson(String address, String displayName, Set<String> roles) {
        this(Account.Kind.PERSON, address, displayName, roles);
    }

    public NewPerson(Account.Kind kind, String address, String displayName, Set<String> roles) {
        this(
                kind,
                address,
                List.of(),
                displayName,
                roles,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                0);
    }

    public NewPerson withAttributes(Map<String, List<String>> all) {
        return new NewPerson(
                kind,
                address,
                aliases,
                displayName,
                roles,
                all,
                locale,
                zone,
                preferences,
                quotaBytes);
    }

    public NewPerson withAliases(List<String> all) {
        return new NewPerson(
                kind,
                address,
                all,
                displayName,
                roles,
                attributes,
                locale,
                zone,
                preferences,
                quotaBytes);
    }

    public NewPerson withLocale(Optional<Locale> shown) {
        return new NewPerson(
                kind,
                address,
                aliases,
                displayName,
                roles,
                attributes,
                shown,
                zone,
                preferences,
                quotaBytes);
    }

    public NewPerson withZone(Optional<ZoneId> where) {
        return new NewPerson(
                kind,
                address,
                aliases,
                displayName,
                roles,
                attributes,
                locale,
                where,
                preferences,
                quotaBytes);
    }

    public NewPerson withQuota(long bytes) {
        return new NewPerson(
                kind,
                address,
                aliases,
                displayName,
                roles,
                attributes,
                locale,
                zone,
                preferences,
                bytes);
    }
}
