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
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Groups on the embedded database; {@link GroupsOnPostgresTest} is the same on PostgreSQL. */
@Timeout(60)
class GroupsTest {
    final Org org = new Org(store());
    final Groups groups = org.organisation.groups();

    TestStore store() {
        return TestStore.create();
    }

    @AfterEach
    void close() {
        org.close();
    }

    private static void refused(Refused.Reason reason, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    @Test
    void aGroupIsFoundByItsAddressAndIsNoPerson() {
        Group made =
                groups.create(
                        new NewGroup("Math-1@Example.org", "Mathe 1", "Class")
                                .withReplyMode(ReplyMode.ANNOUNCE)
                                .withHistory(History.FULL),
                        ADMIN);
        Group found =
                groups.byAddress(AddrSpec.of("math-1+x@EXAMPLE.org").orElseThrow()).orElseThrow();
        assertThat(found).isEqualTo(made);
        assertThat(found.kind()).isEqualTo("class");
        assertThat(found.replyMode()).isEqualTo(ReplyMode.ANNOUNCE);
        assertThat(found.history()).isEqualTo(History.FULL);
        assertThat(org.organisation.people().byId(made.id())).isEmpty();
        assertThat(org.organisation.people().list(10)).isEmpty();
        assertThat(groups.list(10)).containsExactly(made);
        refused(Refused.Reason.ALREADY_EXISTS, () -> org.person("math-1"));
        refused(
                Refused.Reason.POLICY,
                () -> groups.create(new NewGroup("x@elsewhere.test", "x", "class"), ADMIN));
    }

    @Test
    void anUpdateIsMadeToWhatWasRead() {
        Group before = org.group("team", "team");
        Group now = groups.update(before.withTitle("The team").withKind("tier"), ADMIN);
        assertThat(now.version()).isEqualTo(before.version() + 1);
        assertThat(groups.byId(before.id())).contains(now);
        refused(Refused.Reason.CONFLICT, () -> groups.update(before.withTitle("Other"), ADMIN));
        Group closed = groups.update(now.withState(Account.State.LEFT), ADMIN);
        assertThat(groups.byId(before.id())).contains(closed);
    }

    @Test
    void membersJoinAndLeaveAndHistoryStays() {
        Person ann = org.person("ann");
        Group team = org.group("team", "team");
        assertThat(groups.membership(team.id(), ann.id(), org.now())).isEmpty();
        org.join(team, ann.id());
        assertThat(groups.membership(team.id(), ann.id(), org.now())).isPresent();
        assertThat(groups.members(team.id(), 10)).hasSize(1);
        var first = org.now();
        org.pass(Duration.ofHours(1));
        groups.leave(team.id(), ann.id(), org.now(), ADMIN);
        assertThat(groups.membership(team.id(), ann.id(), org.now())).isEmpty();
        assertThat(groups.membership(team.id(), ann.id(), first)).isPresent();
        assertThat(groups.members(team.id(), 10)).isEmpty();
        org.pass(Duration.ofHours(1));
        org.join(team, ann.id());
        assertThat(groups.membership(team.id(), ann.id(), org.now()).orElseThrow().joined())
                .isEqualTo(org.now());
        assertThat(groups.membership(team.id(), ann.id(), first)).isPresent();
        groups.leave(team.id(), ann.id(), org.now().plusSeconds(60), ADMIN);
        assertThat(groups.membership(team.id(), ann.id(), org.now())).isPresent();
        org.pass(Duration.ofMinutes(2));
        assertThat(groups.membership(team.id(), ann.id(), org.now())).isEmpty();
        refused(
                Refused.Reason.NONEXISTENT,
                () -> groups.leave(team.id(), ann.id(), org.now(), ADMIN));
        org.join(team, ann.id());
        assertThat(groups.count(team.id())).isEqualTo(1);
    }

    @Test
    void thereIsOnePrimaryOwner() {
        Person ann = org.person("ann");
        Person bob = org.person("bob");
        Group team = org.group("team", "class");
        groups.join(team.id(), ann.id(), Rank.PRIMARY_OWNER, ADMIN);
        org.join(team, bob.id());
        groups.setRank(team.id(), bob.id(), Rank.PRIMARY_OWNER, ADMIN);
        List<Membership> owners = groups.owners(team.id());
        assertThat(owners).extracting(Membership::member).containsExactly(bob.id(), ann.id());
        assertThat(owners)
                .extracting(Membership::rank)
                .containsExactly(Rank.PRIMARY_OWNER, Rank.OWNER);
        assertThat(groups.membership(team.id(), ann.id(), org.now()).orElseThrow().rank())
                .isEqualTo(Rank.OWNER);
        groups.mute(team.id(), bob.id(), true, ADMIN);
        assertThat(groups.membership(team.id(), bob.id(), org.now()).orElseThrow().muted())
                .isTrue();
    }

    @Test
    void groupsWithinGroupsCountAndNeverGoInCircles() {
        Person ann = org.person("ann");
        Person bob = org.person("bob");
        List<Group> chain = new ArrayList<>();
        for (int i = 0; i <= Memberships.MOST_DEPTH + 1; i++) {
            chain.add(org.group("g" + i, "team"));
        }
        for (int i = 0; i < Memberships.MOST_DEPTH; i++) {
            org.join(chain.get(i), chain.get(i + 1).id());
        }
        Group top = chain.getFirst();
        Group bottom = chain.get(Memberships.MOST_DEPTH);
        org.join(bottom, ann.id());
        org.join(top, bob.id());
        assertThat(groups.membership(top.id(), ann.id(), org.now())).isPresent();
        assertThat(groups.shared(ann.id(), bob.id(), org.now()))
                .extracting(s -> s.group().id())
                .containsExactly(top.id());
        assertThat(groups.expand(top.id(), 10))
                .extracting(Membership::member)
                .containsExactly(ann.id(), bob.id());
        refused(Refused.Reason.CANNOT, () -> org.join(bottom, top.id()));
        refused(Refused.Reason.CANNOT, () -> org.join(top, top.id()));
        refused(
                Refused.Reason.LIMIT,
                () -> org.join(bottom, chain.get(Memberships.MOST_DEPTH + 1).id()));
        refused(
                Refused.Reason.LIMIT,
                () -> org.join(chain.get(Memberships.MOST_DEPTH + 1), top.id()));
        groups.leave(top.id(), chain.get(1).id(), org.now(), ADMIN);
        org.pass(Duration.ofMillis(1));
        assertThat(groups.membership(top.id(), ann.id(), org.now())).isEmpty();
    }

    @Test
    void aGroupIsPagedThroughAndEachPersonComesOnce() {
        Group all = org.group("all", "everyone");
        Group one = org.group("one", "class");
        Group two = org.group("two", "class");
        org.join(all, one.id());
        org.join(all, two.id());
        List<AccountId> people = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            people.add(org.person("p" + i).id());
        }
        groups.joinAll(one.id(), people.subList(0, 20), Rank.MEMBER, ADMIN);
        groups.joinAll(two.id(), people.subList(10, 25), Rank.MEMBER, ADMIN);
        groups.join(all.id(), people.getFirst(), Rank.MEMBER, ADMIN);
        List<AccountId> seen = new ArrayList<>();
        List<Membership> page = groups.expand(all.id(), 4);
        while (!page.isEmpty()) {
            page.forEach(m -> seen.add(m.member()));
            page = groups.expand(all.id(), page.getLast().member(), 4);
        }
        assertThat(seen).isEqualTo(people);
    }

    @Test
    void whatBelongsToSomebodyRemovedGoes() {
        Person ann = org.person("ann");
        Person bob = org.person("bob");
        Group team = org.group("team", "team");
        org.join(team, ann.id());
        org.join(team, bob.id());
        org.organisation.people().remove(ann.id(), ADMIN);
        assertThat(groups.members(team.id(), 10))
                .extracting(Membership::member)
                .containsExactly(bob.id());
        groups.remove(team.id(), ADMIN);
        assertThat(groups.byId(team.id())).isEmpty();
        assertThat(groups.of(bob.id(), org.now())).isEmpty();
        refused(Refused.Reason.NONEXISTENT, () -> org.join(team, bob.id()));
        refused(Refused.Reason.NONEXISTENT, () -> groups.remove(bob.id(), ADMIN));
    }
}
