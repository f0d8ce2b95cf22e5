package org.mailroom.messaging.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a decision looks up, in a big organisation: {@code -Dmailroom.scale=100000} makes 100,000
 * people, 10,000 groups and 1,000,000 relations, and prints what everything takes. The normal run
 * makes a hundredth of that.
 */
class ScaleTest {
    private static final int PEOPLE = Integer.getInteger("mailroom.scale", 1_000);

    private final StringBuilder report = new StringBuilder();

    private void timed(String what, int count, Runnable work) {
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        line("%-34s %9d in %7.1f s  (%.0f/s)".formatted(what, count, seconds, count / seconds));
    }

    private void line(String text) {
        report.append(text).append('\n');
    }

    private interface Lookup {
        boolean at(int i);
    }

    /** The p99 in microseconds. */
    private long looked(String what, int times, Lookup lookup) {
        long[] nanos = new long[times];
        int found = 0;
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            found += lookup.at(i) ? 1 : 0;
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        long p99 = nanos[times * 99 / 100] / 1_000;
        line(
                "%-34s p50 %5d µs  p99 %5d µs  max %6d µs  (%d%% found)"
                        .formatted(
                                what,
                                nanos[times / 2] / 1_000,
                                p99,
                                nanos[times - 1] / 1_000,
                                100L * found / times));
        return p99;
    }

    private static long memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }

    @Test
    @Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES)
    void whatADecisionLooksUpTakesMicroseconds() {
        try (var org = new Org(TestStore.create())) {
            long empty = memory();
            var crowd = new Crowd(org.organisation, Crowd.Size.of(PEOPLE));
            timed("people made", PEOPLE, crowd::makePeople);
            timed("groups made and filled", PEOPLE / 10, crowd::makeGroups);
            timed("relations made", PEOPLE * 10, crowd::makeRelations);
            line("heap: %d MiB before, %d MiB after".formatted(empty, memory()));
            lookups(org, crowd);
            line("heap after look-ups: %d MiB".formatted(memory()));
            expansion(org, crowd);
            expressions(org, crowd);
        } finally {
            System.out.println(report);
        }
    }

    private void lookups(Org org, Crowd crowd) {
        Instant now = org.now();
        int times = Math.max(2_000, PEOPLE / 5);
        List<AccountId> all = crowd.people();
        List<AccountId> doctors = crowd.doctors();
        // anybody at random: hardly anything is remembered, and the code is warm by the second
        // round
        for (String round : List.of("first", "random", "same few")) {
            int range = round.equals("same few") ? Math.min(500, PEOPLE) : PEOPLE;
            var random = new SplittableRandom(11);
            long limit = 0;
            limit =
                    Math.max(
                            limit,
                            looked(
                                    round + ": person by address",
                                    times,
                                    i ->
                                            org.organisation
                                                    .people()
                                                    .byAddress(
                                                            AddrSpec.of(
                                                                            crowd.address(
                                                                                    random.nextInt(
                                                                                            range)))
                                                                    .orElseThrow())
                                                    .isPresent()));
            limit =
                    Math.max(
                            limit,
                            looked(
                                    round + ": relations of two",
                                    times,
                                    i ->
                                            !org.organisation
                                                    .relations()
                                                    .between(
                                                            doctors.get(
                                                                    random.nextInt(
                                                                            Math.min(
                                                                                    range,
                                                                                    doctors
                                                                                            .size()))),
                                                            all.get(random.nextInt(range)),
                                                            now)
                                                    .isEmpty()));
            limit =
                    Math.max(
                            limit,
                            looked(
                                    round + ": groups of two",
                                    times,
                                    i ->
                                            !org.organisation
                                                    .groups()
                                                    .shared(
                                                            all.get(random.nextInt(range)),
                                                            all.get(random.nextInt(range)),
                                                            now)
                                                    .isEmpty()));
            if (!round.equals("first")) {
                // a whole second of three look-ups would be a wrong index; machines differ
                assertThat(limit).isLessThan(PEOPLE >= 100_000 ? 1_000 : 20_000);
            }
        }
    }

    private void expansion(Org org, Crowd crowd) {
        Group big = crowd.groups().getFirst();
        int[] seen = {0};
        timed(
                "big group paged through",
                PEOPLE / 2,
                () -> {
                    List<Membership> page = org.organisation.groups().expand(big.id(), 500);
                    while (!page.isEmpty()) {
                        seen[0] += page.size();
                        page =
                                org.organisation
                                        .groups()
                                        .expand(big.id(), page.getLast().member(), 500);
                    }
                });
        assertThat(seen[0]).isEqualTo(PEOPLE / 2);
    }

    private void expressions(Org org, Crowd crowd) {
        var wanted =
                new NewGroup("gold@example.org", "Gold", "segment")
                        .withExpression("role is patient and attribute tier is gold");
        Group[] made = new Group[1];
        timed(
                "expression applied to people",
                PEOPLE,
                () -> {
                    made[0] = org.organisation.groups().create(wanted, Org.ADMIN);
                    org.organisation.groups().settle();
                });
        long members = org.organisation.groups().count(made[0].id());
        assertThat(members).isBetween(PEOPLE / 4L, PEOPLE / 2L);
        Person one = org.organisation.people().byId(crowd.people().get(1)).orElseThrow();
        timed(
                "one person's change followed",
                1,
                () ->
                        org.organisation
                                .people()
                                .update(
                                        one.withAttributes(Map.of("tier", List.of("gold"))),
                                        Org.ADMIN));
        assertThat(org.organisation.groups().membership(made[0].id(), one.id(), org.now()))
                .isPresent();
        org.pass(Duration.ofSeconds(1));
        Group changed = made[0].withExpression(Optional.of("relation assigned from anyone"));
        timed(
                "relation expression applied",
                PEOPLE,
                () -> {
                    org.organisation.groups().update(changed, Org.ADMIN);
                    org.organisation.groups().settle();
                });
    }
}
