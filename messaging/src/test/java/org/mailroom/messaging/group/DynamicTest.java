package org.mailroom.messaging.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mailroom.messaging.group.Org.ADMIN;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.people.NewRelation;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.people.Relations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Memberships that follow from expressions; {@link DynamicOnPostgresTest} is the same there. */
@Timeout(60)
class DynamicTest {
    final Org org = new Org(store());
    final Groups groups = org.organisation.groups();
    final People people = org.organisation.people();
    final Relations relations = org.organisation.relations();

    TestStore store() {
        return TestStore.create();
    }

    @AfterEach
    void close() {
        org.close();
    }

    private Group dynamic(String name, String expression) {
        Group made =
                groups.create(
                        new NewGroup(name + "@example.org", name, "segment")
                                .withExpression(expression),
                        ADMIN);
        groups.settle();
        return made;
    }

    private Set<AccountId> members(Group group) {
        Set<AccountId> all = new HashSet<>();
        groups.expand(group.id(), 1_000).forEach(m -> all.add(m.member()));
        return all;
    }

    @Test
    void followsRolesAndAttributesAtOnce() {
        Person ann = org.person("ann", "student");
        Group students = dynamic("students", "role is student and not attribute left exists");
        assertThat(members(students)).containsExactly(ann.id());
        Person bob = org.person("bob", "student");
        Person cid = org.person("cid", "tutor");
        assertThat(members(students)).containsExactlyInAnyOrder(ann.id(), bob.id());
        assertThat(groups.membership(students.id(), bob.id(), org.now()).orElseThrow().byRule())
                .isTrue();
        people.update(cid.withRoles(Set.of("Student", "tutor")), ADMIN);
        ann = people.update(ann.withAttributes(Map.of("Left", List.of("yes"))), ADMIN);
        people.update(bob.withState(Account.State.LEFT), ADMIN);
        assertThat(members(students)).containsExactly(cid.id());
        assertThat(groups.membership(students.id(), ann.id(), org.now())).isEmpty();
        people.update(ann.withAttributes(Map.of()), ADMIN);
        assertThat(groups.membership(students.id(), ann.id(), org.now())).isPresent();
        assertThat(groups.members(students.id(), 10)).noneMatch(m -> m.member().equals(bob.id()));
    }

    @Test
    void followsRelationsAlsoWhenTheyBeginAndEndOfThemselves() {
        Person gray = org.person("gray", "clinician");
        Person pat = org.person("pat", "patient");
        Group patients = dynamic("patients", "relation assigned from gray@example.org");
        Relation now = relations.add(gray.id(), pat.id(), "assigned", ADMIN);
        assertThat(members(patients)).containsExactly(pat.id());
        relations.end(now.id(), org.now(), ADMIN);
        assertThat(members(patients)).isEmpty();
        relations.add(
                new NewRelation(
                        gray.id(),
                        pat.id(),
                        "assigned",
                        org.now().plusSeconds(60),
                        Optional.of(org.now().plusSeconds(120))),
                ADMIN);
        groups.settle();
        assertThat(members(patients)).isEmpty();
        org.pass(Duration.ofSeconds(61));
        groups.settle();
        assertThat(members(patients)).containsExactly(pat.id());
        org.pass(Duration.ofSeconds(60));
        groups.settle();
        assertThat(members(patients)).isEmpty();
    }

    @Test
    void whatWasDoneByHandStays() {
        Person ann = org.person("ann", "student");
        Person bob = org.person("bob", "tutor");
        Group students = dynamic("students", "role is student");
        groups.join(students.id(), bob.id(), Rank.OWNER, ADMIN);
        assertThatThrownBy(() -> groups.leave(students.id(), ann.id(), org.now(), ADMIN))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.reason()).isEqualTo(Refused.Reason.CANNOT));
        Group changed = groups.update(students.withExpression(Optional.of("role is x")), ADMIN);
        groups.settle();
        assertThat(members(students)).containsExactly(bob.id());
        changed = groups.update(changed.withExpression(Optional.of("role is tutor")), ADMIN);
        groups.settle();
        assertThat(groups.membership(students.id(), bob.id(), org.now()).orElseThrow().rank())
                .isEqualTo(Rank.OWNER);
        groups.update(changed.withExpression(Optional.empty()), ADMIN);
        groups.settle();
        assertThat(members(students)).containsExactly(bob.id());
        assertThatThrownBy(() -> dynamic("x", "role was x")).isInstanceOf(Refused.class);
    }

    @Test
    void aStopInBetweenIsTakenUpAgain() {
        for (int i = 0; i < 30; i++) {
            org.person("p" + i, "student");
        }
        Group all = dynamic("all", "everyone");
        assertThat(members(all)).hasSize(30);
        assertThat(groups.progress(all.id())).isEmpty();
        // as a stop in the middle leaves it
        org.test
                .store()
                .database()
                .writeDurably(
                        session -> {
                            session.createMutationQuery("delete from MembershipRow where 1 = 1")
                                    .executeUpdate();
                            session.createMutationQuery("update GroupRow set evaluated = 0")
                                    .executeUpdate();
                        });
        assertThat(groups.progress(all.id()).orElseThrow()).isEqualTo(new Progress(0, 30));
        groups.settle();
        assertThat(members(all)).hasSize(30);
    }

    @Test
    void whateverHappensAtOnceTheMembersAreThoseOfTheExpression() throws Exception {
        long seed = System.nanoTime();
        List<String> roles = List.of("a", "b", "c");
        List<Person> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(org.person("p" + i, roles.get(i % 3)));
        }
        Group group = dynamic("g", "role is a");
        Group related = dynamic("r", "relation mentor to anyone or role is c");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                var random = new SplittableRandom(seed + t);
                running.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < 25; i++) {
                                        change(all, roles, random);
                                    }
                                }));
            }
            running.add(
                    threads.submit(
                            () -> {
                                for (String role : List.of("b", "c", "a", "b")) {
                                    Group now = groups.byId(group.id()).orElseThrow();
                                    groups.update(
                                            now.withExpression(Optional.of("role is " + role)),
                                            ADMIN);
                                }
                            }));
            for (Future<?> one : running) {
                one.get();
            }
        }
        groups.settle();
        for (Person p : all) {
            Person now = people.byId(p.id()).orElseThrow();
            boolean mentors =
                    relations.of(p.id(), 0, 1_000).stream()
                            .anyMatch(r -> r.from().equals(p.id()) && r.holds(org.now()));
            assertThat(groups.membership(group.id(), p.id(), org.now()).isPresent())
                    .as("seed %d", seed)
                    .isEqualTo(now.has("b"));
            assertThat(groups.membership(related.id(), p.id(), org.now()).isPresent())
                    .as("seed %d", seed)
                    .isEqualTo(mentors || now.has("c"));
        }
    }

    private void change(List<Person> all, List<String> roles, SplittableRandom random) {
        AccountId one = all.get(random.nextInt(all.size())).id();
        AccountId other = all.get(random.nextInt(all.size())).id();
        try {
            if (random.nextBoolean()) {
                Person now = people.byId(one).orElseThrow();
                people.update(
                        now.withRoles(Set.of(roles.get(random.nextInt(roles.size())))), ADMIN);
            } else if (random.nextBoolean()) {
                relations.add(one, other, "mentor", ADMIN);
            } else {
                for (Relation r : relations.of(one, 0, 100)) {
                    relations.end(r.id(), org.now(), ADMIN);
                }
            }
        } catch (Refused e) {
            assertThat(e.reason())
                    .isIn(
                            Refused.Reason.CONFLICT,
                            Refused.Reason.ALREADY_EXISTS,
                            Refused.Reason.CANNOT);
        }
    }
}
