package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Terms;
import org.mailroom.webmail.scim.schema.Schemas;
import org.mailroom.webmail.scim.schema.ScimError;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Understands a User resource. RFC 7643 §4.1, §4.3. */
final class UserReader {
    /** Attributes that Mailroom keeps for the client as they are. */
    private static final List<String> KEPT =
            List.of(
                    "name",
                    "nickName",
                    "profileUrl",
                    "title",
                    "userType",
                    "preferredLanguage",
                    "emails",
                    "phoneNumbers",
                    "ims",
                    "photos",
                    "addresses",
                    "entitlements",
                    "roles",
                    "x509Certificates",
                    Schemas.ENTERPRISE);

    private final Directory directory;
    private final People people;
    private final String domain;

    UserReader(Directory directory, People people, String domain) {
        this.directory = directory;
        this.people = people;
        this.domain = domain;
    }

    /** A person before a change: as known, and as shown. */
    record Before(Person person, ObjectNode json) {}

    /**
     * @param resource in the form of the schemas
     * @param complete whether it says all: what is missing is to be cleared. A client that replaces
     *     a person often does not know of roles, settings and Mailroom's own schema; these stay
     *     unless it speaks of them
     * @throws ScimError INVALID_VALUE
     */
    WantedUser read(ObjectNode resource, @Nullable Before before, boolean complete) {
        ObjectNode r = resource;
        if (before != null && complete) {
            r = renamed(resource, before.json());
        }
        JsonNode own = r.path(Schemas.MAILROOM_USER);
        Person person = before == null ? null : before.person();
        String userName = r.path("userName").asText();
        Set<String> locals = new LinkedHashSet<>();
        local(userName).ifPresent(locals::add);
        String address = address(r, person, locals);
        locals.remove(address);
        ObjectNode document = ScimJson.object();
        for (String name : KEPT) {
            if (r.has(name)) {
                document.set(name, r.get(name));
            }
        }
        return new WantedUser(
                address,
                List.copyOf(locals),
                Optional.of(userName).filter(n -> !n.equalsIgnoreCase(address)),
                Optional.of(r.path("externalId").asText()).filter(e -> !e.isEmpty()),
                displayName(r),
                state(r, own, before),
                roles(r, person, complete),
                attributes(own, person, complete),
                locale(r, person, complete),
                zone(r, person, complete),
                preferences(own, person, complete),
                relations(own, complete),
                Optional.of(r.path("password").asText()).filter(p -> !p.isEmpty()),
                ScimJson.text(document));
    }

    /**
     * A client that gives somebody a new user name and says nothing of addresses means the address
     * too, where the old user name was the address.
     */
    private ObjectNode renamed(ObjectNode after, ObjectNode before) {
        String old = before.path("userName").asText();
        String now = after.path("userName").asText();
        JsonNode addressBefore = before.path(Schemas.MAILROOM_USER).path("address");
        JsonNode addressAfter = after.path(Schemas.MAILROOM_USER).path("address");
        if (old.equalsIgnoreCase(now)
                || !old.equalsIgnoreCase(addressBefore.asText())
                || !addressBefore.equals(addressAfter)
                || local(now).isEmpty()) {
            return after;
        }
        ObjectNode changed = after.deepCopy();
        ((ObjectNode) changed.get(Schemas.MAILROOM_USER)).put("address", now);
        if (after.path("emails").equals(before.path("emails"))) {
            for (JsonNode email : changed.path("emails")) {
                if (email.path("value").asText().equalsIgnoreCase(old)) {
                    ((ObjectNode) email).put("value", now);
                }
            }
        }
        return changed;
    }

    /** The address, and into {@code locals} every other that leads here. */
    private String address(ObjectNode r, @Nullable Person person, Set<String> locals) {
        Optional<String> primary = Optional.empty();
        for (JsonNode email : r.path("emails")) {
            Optional<String> local = local(email.path("value").asText());
            local.ifPresent(locals::add);
            if (email.path("primary").asBoolean() && local.isPresent()) {
                primary = local;
            }
        }
        String said = r.path(Schemas.MAILROOM_USER).path("address").asText();
        if (!said.isEmpty()) {
            return local(said)
                    .orElseThrow(
                            () ->
                                    invalid(
                                            said
                                                    + " is not in a domain of this server; use one"
                                                    + " that directory.domains lists"));
        }
        if (person != null && locals.contains(person.address())) {
            return person.address();
        }
        String userName = r.path("userName").asText();
        Optional<String> named = local(userName);
        if (named.isPresent()) {
            return named.get();
        }
        if (primary.isPresent() || !locals.isEmpty()) {
            return primary.orElseGet(() -> locals.iterator().next());
        }
        if (person != null) {
            return person.address();
        }
        if (userName.indexOf('@') < 0) {
            return local(userName + "@" + domain)
                    .orElseThrow(() -> invalid("userName makes no address"));
        }
        throw invalid("neither userName nor emails has an address in a domain of this server");
    }

    private Optional<String> local(String address) {
        boolean odd = address.chars().anyMatch(c -> c <= ' ' || c == 0x7F);
        if (odd || address.indexOf('@') < 1 || address.endsWith("@")) {
            return Optional.empty();
        }
        return AddrSpec.of(address)
                .filter(directory::isLocalDomain)
                .map(a -> address.toLowerCase(Locale.ROOT));
    }

    private static String displayName(ObjectNode r) {
        if (r.has("displayName")) {
            return r.path("displayName").asText().replace('\n', ' ');
        }
        JsonNode name = r.path("name");
        if (name.has("formatted")) {
            return name.path("formatted").asText().replace('\n', ' ');
        }
        String both = name.path("givenName").asText() + " " + name.path("familyName").asText();
        return both.strip().replace('\n', ' ');
    }

    /** {@code active} and {@code state} say the same; the one that changes counts. */
    private static Account.State state(ObjectNode r, JsonNode own, @Nullable Before before) {
        Account.State present = before == null ? Account.State.ACTIVE : before.person().state();
        if (own.has("state")) {
            Account.State said =
                    Account.State.valueOf(own.path("state").asText().toUpperCase(Locale.ROOT));
            if (said != present || !r.has("active")) {
                return said;
            }
        }
        if (!r.has("active")) {
            return present;
        }
        return r.path("active").asBoolean() ? Account.State.ACTIVE : Account.State.SUSPENDED;
    }

    private static Set<String> roles(ObjectNode r, @Nullable Person person, boolean complete) {
        if (!r.has("roles") && person != null && !complete) {
            return person.roles();
        }
        Set<String> roles = new LinkedHashSet<>();
        for (JsonNode role : r.path("roles")) {
            String value = role.path("value").asText();
            if (!value.isEmpty()) {
                roles.add(term("roles", value));
            }
        }
        return roles;
    }

    private static String term(String at, String value) {
        try {
            return Terms.normal(value);
        } catch (Refused e) {
            throw invalid(at + ": " + value + ": " + e.getMessage());
        }
    }

    private static Map<String, List<String>> attributes(
            JsonNode own, @Nullable Person person, boolean complete) {
        if (!own.has("attributes") && person != null && !complete) {
            return person.attributes();
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (JsonNode each : own.path("attributes")) {
            all.computeIfAbsent(
                            term("attributes", each.path("name").asText()), n -> new ArrayList<>())
                    .add(each.path("value").asText());
        }
        return all;
    }

    private static Map<String, String> preferences(
            JsonNode own, @Nullable Person person, boolean complete) {
        if (!own.has("preferences") && person != null && !complete) {
            return person.preferences();
        }
        Map<String, String> all = new HashMap<>();
        for (JsonNode each : own.path("preferences")) {
            all.put(each.path("name").asText(), each.path("value").asText());
        }
        return all;
    }

    private static Optional<Locale> locale(
            ObjectNode r, @Nullable Person person, boolean complete) {
        String said = r.path("locale").asText();
        String tag = said.isEmpty() ? firstLanguage(r.path("preferredLanguage").asText()) : said;
        if (tag.isEmpty()) {
            return person == null || complete ? Optional.empty() : person.locale();
        }
        try {
            return Optional.of(new Locale.Builder().setLanguageTag(tag.replace('_', '-')).build());
        } catch (IllformedLocaleException e) {
            if (said.isEmpty()) {
                return Optional.empty(); // as kept for the client, whatever it means
            }
            throw invalid("locale: " + tag + " is none; de-CH is one");
        }
    }

    /** RFC 9110 §12.5.4: the first of a list, without its weight. */
    private static String firstLanguage(String list) {
        return list.split("[,;]", 2)[0].strip();
    }

    private static Optional<ZoneId> zone(ObjectNode r, @Nullable Person person, boolean complete) {
        String zone = r.path("timezone").asText();
        if (zone.isEmpty()) {
            return person == null || complete ? Optional.empty() : person.zone();
        }
        try {
            return Optional.of(ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw invalid("timezone: " + zone + " is none; Europe/Zurich is one");
        }
    }

    private Optional<List<WantedUser.Office>> relations(JsonNode own, boolean complete) {
        if (!own.has("relations") && !complete) {
            return Optional.empty();
        }
        List<WantedUser.Office> all = new ArrayList<>();
        for (JsonNode each : own.path("relations")) {
            all.add(
                    new WantedUser.Office(
                            holder(each.path("value").asText()),
                            term("relations", each.path("kind").asText()),
                            time(each.path("since")),
                            time(each.path("until"))));
        }
        return Optional.of(all);
    }

    private AccountId holder(String value) {
        Optional<Person> person =
                value.indexOf('@') > 0
                        ? AddrSpec.of(value).flatMap(people::byAddress)
                        : id(value).flatMap(people::byId);
        return person.map(Person::id)
                .orElseThrow(() -> invalid("relations: there is no person " + value));
    }

    /** An id as it stands in resources. */
    static Optional<AccountId> id(String value) {
        try {
            long number = Long.parseLong(value);
            return number > 0 && Long.toString(number).equals(value)
                    ? Optional.of(new AccountId(number))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(JsonNode node) {
        return node.isTextual()
                ? Optional.of(OffsetDateTime.parse(node.asText()).toInstant())
                : Optional.empty();
    }

    private static ScimError invalid(String message) {
        return new ScimError(ScimError.Type.INVALID_VALUE, message);
    }
}
