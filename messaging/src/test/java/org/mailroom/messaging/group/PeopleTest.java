package org.mailroom.messaging.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailroom.messaging.group.Org.ADMIN;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.ApiToken;
import org.mailroom.messaging.people.ApiTokens;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.NewRelation;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.people.TokenHolder;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** People, relations and tokens; {@link PeopleOnPostgresTest} is the same there. */
@Timeout(60)
class PeopleTest {
    final Org org = new Org(store());
    final People people = org.organisation.people();
    final Relations relations = org.organisation.relations();
    final ApiTokens tokens = org.organisation.tokens();

    TestStore store() {
        return TestStore.create();
    }

    @AfterEach
    void close() {
        org.close();
    }

    private static void refused(Reason reason, Callable<?> what) {
        assertThatThrownBy(what::call)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    @Test
    void everythingKnownOfAPersonIsKept() {
        Person made =
                people.create(
                        new NewPerson(
                                Account.Kind.PERSON,
                                "Ann@Example.org",
                                List.of("annie@example.org", "ann@bücher.example"),
                                "Ann Ölçer",
                                Set.of("Clinician", " member "),
                                Map.of("Team", List.of("Nord", "Süd"), "none", List.of()),
                                Optional.of(Locale.forLanguageTag("de-CH")),
                                Optional.of(ZoneId.of("Europe/Zurich")),
                                Map.of("digest", "daily"),
                                0),
                        ADMIN);
        assertThat(made.roles()).containsExactlyInAnyOrder("clinician", "member");
        assertThat(made.attributes()).isEqualTo(Map.of("team", List.of("Nord", "Süd")));
        assertThat(made.version()).isEqualTo(1);
        assertThat(people.byId(made.id())).contains(made);
        org.organisation.close();
        var again =
                new Organisation(
                        org.test.store(), org.test.masters(), org.directory, org.audit, org::now);
        assertThat(again.people().byId(made.id())).contains(made);
        again.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann@example.org",
                "ANN@EXAMPLE.ORG",
                "ann+list@example.org",
                "annie+x@example.org",
                "ann@bücher.example",
                "ann@xn--bcher-kva.example"
            })
    void isFoundByEveryFormOfItsAddresses(String address) {
        Person ann =
                people.create(
                        new NewPerson("ann@example.org", "Ann", Set.of())
                                .withAliases(
                                        List.of("annie@example.org", "ann@xn--bcher-kva.example")),
                        ADMIN);
        assertThat(people.byAddress(AddrSpec.of(address).orElseThrow())).contains(ann);
        assertThat(people.byAddress(AddrSpec.of("b" + address).orElseThrow())).isEmpty();
    }

    @Test
    void everyChangeIsSeenAtOnceWhoeverMadeIt() {
        Person ann = org.person("ann", "member");
        assertThat(people.byAddress(new AddrSpec("new", "example.org"))).isEmpty();
        Person now =
                people.update(
                        ann.withAddresses("new@example.org", List.of())
                                .withDisplayName("New")
                                .withRoles(Set.of("moderator"))
                                .withLocale(Optional.of(Locale.FRENCH))
                                .withZone(Optional.of(ZoneId.of("UTC")))
                                .withPreferences(Map.of("a", "b")),
                        ADMIN);
        assertThat(now.version()).isEqualTo(2);
        assertThat(people.byId(ann.id())).contains(now);
        assertThat(people.byAddress(new AddrSpec("new", "example.org"))).contains(now);
        assertThat(people.byAddress(new AddrSpec("ann", "example.org"))).isEmpty();
        assertThat(people.withRole("moderator", 0, 10)).containsExactly(now);
        assertThat(people.withRole("member", 0, 10)).isEmpty();
        org.directory.suspend(ann.id());
        assertThat(people.byId(ann.id()).orElseThrow().active()).isFalse();
        Account plain = org.test.account("plain@example.org");
        assertThat(people.byId(plain.id()).orElseThrow().version()).isZero();
        assertThat(
                        people.update(
                                        people.byId(plain.id())
                                                .orElseThrow()
                                                .withRoles(Set.of("member")),
                                        ADMIN)
                                .version())
                .isEqualTo(1);
        people.remove(ann.id(), ADMIN);
        assertThat(people.byId(ann.id())).isEmpty();
        assertThat(people.byAddress(new AddrSpec("new", "example.org"))).isEmpty();
        assertThat(people.withRole("moderator", 0, 10)).isEmpty();
        refused(Reason.NONEXISTENT, () -> people.update(now, ADMIN));
    }

    @Test
    void aChangeIsMadeToWhatWasRead() {
        Person ann = org.person("ann");
        people.update(ann.withDisplayName("One"), ADMIN);
        refused(Reason.CONFLICT, () -> people.update(ann.withDisplayName("Two"), ADMIN));
        org.person("bob");
        Person read = people.byId(ann.id()).orElseThrow();
        refused(
                Reason.ALREADY_EXISTS,
                () -> people.update(read.withAddresses("bob@example.org", List.of()), ADMIN));
        refused(
                Reason.POLICY,
                () -> people.update(read.withAddresses("a@elsewhere.test", List.of()), ADMIN));
        refused(Reason.BAD_NAME, () -> people.update(read.withRoles(Set.of("no\nline")), ADMIN));
        refused(
                Reason.LIMIT,
                () ->
                        people.update(
                                read.withAttributes(Map.of("a", List.of("x".repeat(5_000)))),
                                ADMIN));
        assertThat(people.byId(ann.id())).contains(read);
    }

    @Test
    void ofTwoWritersOneIsRefused() throws Exception {
        Person ann = org.person("ann");
        int won = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "Name " + i;
                writers.add(
                        threads.submit(
                                () -> {
                                    try {
                                        people.update(ann.withDisplayName(name), ADMIN);
                                        return true;
                                    } catch (Refused e) {
                                        assertThat(e.reason()).isEqualTo(Reason.CONFLICT);
                                        return false;
                                    }
                                }));
            }
            for (Future<Boolean> writer : writers) {
                won += writer.get() ? 1 : 0;
            }
        }
        assertThat(won).isEqualTo(1);
        assertThat(people.byId(ann.id()).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void manyAreMadeTogetherOrNotAtAll() {
        List<NewPerson> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(new NewPerson("p" + i + "@example.org", "P" + i, Set.of("member")));
        }
        assertThat(people.createAll(many, ADMIN)).hasSize(200);
        assertThat(people.withRole("member", 0, 500)).hasSize(200);
        List<Person> first = people.list(150);
        assertThat(people.list(first.getLast().id(), 150)).hasSize(50);
        List<NewPerson> more =
                List.of(
                        new NewPerson("q@example.org", "Q", Set.of()),
                        new NewPerson("p7@example.org", "P", Set.of()));
        refused(Reason.ALREADY_EXISTS, () -> people.createAll(more, ADMIN));
        assertThat(people.byAddress(new AddrSpec("q", "example.org"))).isEmpty();
    }

    @Test
    void relationsHoldFromTheirBeginningToTheirEnd() {
        Person gray = org.person("gray", "clinician");
        Person pat = org.person("pat", "patient");
        Instant start = org.now();
        assertThat(relations.between(gray.id(), pat.id(), start)).isEmpty();
        Relation r = relations.add(gray.id(), pat.id(), "Assigned", ADMIN);
        assertThat(relations.between(pat.id(), gray.id(), start)).containsExactly(r);
        assertThat(relations.holds(gray.id(), pat.id(), "assigned", start)).isTrue();
        assertThat(relations.holds(pat.id(), gray.id(), "assigned", start)).isFalse();
        assertThat(relations.holds(gray.id(), pat.id(), "mentor", start)).isFalse();
        refused(Reason.ALREADY_EXISTS, () -> relations.add(gray.id(), pat.id(), "assigned", ADMIN));
        refused(Reason.CANNOT, () -> relations.add(pat.id(), pat.id(), "assigned", ADMIN));
        org.pass(Duration.ofDays(1));
        relations.end(r.id(), org.now(), ADMIN);
        assertThat(relations.holds(gray.id(), pat.id(), "assigned", org.now())).isFalse();
        assertThat(relations.holds(gray.id(), pat.id(), "assigned", start)).isTrue();
        relations.end(r.id(), org.now().plusSeconds(5), ADMIN);
        assertThat(relations.holds(gray.id(), pat.id(), "assigned", org.now())).isFalse();
        Relation later =
                relations.add(
                        new NewRelation(
                                gray.id(),
                                pat.id(),
                                "assigned",
                                org.now().plusSeconds(10),
                                Optional.of(org.now().plusSeconds(20))),
                        ADMIN);
        assertThat(relations.between(gray.id(), pat.id(), org.now())).isEmpty();
        assertThat(relations.between(gray.id(), pat.id(), org.now().plusSeconds(15)))
                .containsExactly(later);
        org.pass(Duration.ofSeconds(30));
        relations.add(gray.id(), pat.id(), "assigned", ADMIN);
        assertThat(relations.of(pat.id(), 0, 10)).hasSize(3);
        assertThat(relations.of(pat.id(), r.id(), 1)).containsExactly(later);
        people.remove(gray.id(), ADMIN);
        assertThat(relations.of(pat.id(), 0, 10)).isEmpty();
        assertThat(relations.between(gray.id(), pat.id(), org.now())).isEmpty();
        refused(Reason.NONEXISTENT, () -> relations.add(gray.id(), pat.id(), "assigned", ADMIN));
    }

    @Test
    void tokensAreGoodWhileTheyAndTheirServiceAre() {
        Person bot = org.service("reminders");
        Set<Scope> scopes = Set.of(Scope.MESSAGES_SEND, Scope.PEOPLE_READ);
        String token =
                tokens.issue(
                        bot.id(), "first", scopes, Optional.of(org.now().plusSeconds(60)), ADMIN);
        TokenHolder holder = tokens.check(token).orElseThrow();
        assertThat(holder.service()).isEqualTo(bot.id());
        assertThat(holder.scopes()).isEqualTo(scopes);
        assertThat(holder.may(Scope.BROADCAST)).isFalse();
        assertThat(tokens.check(token + "x")).isEmpty();
        assertThat(tokens.check(token.replace("mrt_", "mrt_".toUpperCase(Locale.ROOT)))).isEmpty();
        assertThat(tokens.check("")).isEmpty();
        String last = token.endsWith("A") ? "E" : "A";
        assertThat(tokens.check(token.substring(0, token.length() - 1) + last)).isEmpty();
        refused(
                Reason.ALREADY_EXISTS,
                () -> tokens.issue(bot.id(), "first", scopes, Optional.empty(), ADMIN));
        refused(
                Reason.CANNOT,
                () -> tokens.issue(org.person("ann").id(), "x", scopes, Optional.empty(), ADMIN));
        org.pass(Duration.ofSeconds(60));
        assertThat(tokens.check(token)).isEmpty();
        String second = tokens.issue(bot.id(), "second", scopes, Optional.empty(), ADMIN);
        assertThat(tokens.check(second)).isPresent();
        people.update(bot.withState(Account.State.SUSPENDED), ADMIN);
        assertThat(tokens.check(second)).isEmpty();
        people.update(people.byId(bot.id()).orElseThrow().withState(Account.State.ACTIVE), ADMIN);
        assertThat(tokens.check(second)).isPresent();
        ApiToken listed = tokens.list(bot.id()).getLast();
        assertThat(listed.name()).isEqualTo("second");
        tokens.revoke(bot.id(), listed.id(), ADMIN);
        assertThat(tokens.check(second)).isEmpty();
        refused(
                Reason.NONEXISTENT,
                () -> {
                    tokens.revoke(org.service("other").id(), listed.id(), ADMIN);
                    return true;
                });
        String third = tokens.issue(bot.id(), "third", scopes, Optional.empty(), ADMIN);
        people.remove(bot.id(), ADMIN);
        assertThat(tokens.check(third)).isEmpty();
    }
}
