package org.mailroom.messaging.safety;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.AuditKit;
import org.mailroom.messaging.audit.AuditRecord;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(60)
class LanesTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Lane LANE = new Lane(Lane.INTERACTIVE, 60, 10);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private AuditKit kit;
    private Lanes lanes;
    private AccountId ann;
    private AccountId bob;

    TestStore store() {
        return TestStore.create();
    }

    @BeforeEach
    void open() {
        kit = AuditKit.of(store(), now::get);
        ann = kit.test().account("ann@example.org").id();
        bob = kit.test().account("bob@example.org").id();
        // as after an orderly stop: nothing is charged
        begin().close();
        lanes = begin();
    }

    @AfterEach
    void close() {
        lanes.close();
        kit.close();
    }

    private Lanes begin() {
        return Lanes.open(kit.test().store().database(), kit.test().masters(), kit.log(), now::get);
    }

    private Optional<Duration> take(int cost) {
        return lanes.take(ann, LANE, cost, now.get());
    }

    private int takeAll() {
        int taken = 0;
        while (take(1).isEmpty()) {
            taken++;
        }
        return taken;
    }

    private void pass(Duration time) {
        now.set(now.get().plus(time));
    }

    @Test
    void aBurstThenTheRate() {
        assertThat(takeAll()).isEqualTo(10);
        assertThat(take(1)).contains(Duration.ofSeconds(1));
        assertThat(take(3)).contains(Duration.ofSeconds(3));
        pass(Duration.ofMillis(999));
        assertThat(take(1)).contains(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(take(1)).isEmpty();
        assertThat(take(1)).isPresent();
        pass(Duration.ofHours(1));
        assertThat(takeAll()).isEqualTo(10);
    }

    @Test
    void peekingTakesNothing() {
        for (int i = 0; i < 100; i++) {
            assertThat(lanes.peek(ann, LANE, 10, START)).isEmpty();
        }
        assertThat(lanes.peek(ann, LANE, 11, START)).isPresent();
        assertThat(takeAll()).isEqualTo(10);
        assertThat(lanes.peek(ann, LANE, 1, START)).contains(Duration.ofSeconds(1));
    }

    @Test
    void peopleLanesAndSystemsAreApart() {
        takeAll();
        assertThat(lanes.take(bob, LANE, 10, START)).isEmpty();
        assertThat(lanes.take(ann, new Lane(Lane.BULK, 60, 10), 10, START)).isEmpty();
        assertThat(lanes.take("reminders", LANE, 10, START)).isEmpty();
        assertThat(lanes.take("reminders", LANE, 1, START)).isPresent();
        assertThat(lanes.take("summaries", LANE, 10, START)).isEmpty();
        assertThat(lanes.take(ann, new Lane(LANE.name(), 0, 1), 5_000, START)).isEmpty();
    }

    @Test
    void anOrderlyStopLosesNothing() {
        for (int i = 0; i < 7; i++) {
            take(1);
        }
        lanes.take("reminders", LANE, 4, START);
        lanes.close();
        lanes = begin();
        assertThat(takeAll()).isEqualTo(3);
        assertThat(lanes.take("reminders", LANE, 7, START)).isPresent();
        assertThat(lanes.take("reminders", LANE, 6, START)).isEmpty();
        assertThat(lanes.take(bob, LANE, 10, START)).isEmpty();
    }

    @Test
    void aKillChargesAtMostAQuarterOfTheBurst() {
        // never closed: what it has not written is lost
        Lanes killed = lanes;
        lanes = begin();
        assertThat(lanes.take(bob, LANE, 8, START)).contains(Duration.ofMillis(500));
        assertThat(lanes.take(bob, LANE, 7, START)).isEmpty();
        killed.close();
    }

    /** Whatever is asked, in whatever order, with kills and stops in between. */
    @Test
    void neverMoreThanBurstAndRate() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var killed = new ArrayList<Lanes>();
        for (int round = 0; round < 12; round++) {
            Lane lane = new Lane("lane" + round, 1 + random.nextInt(600), 1 + random.nextInt(50));
            var taken = new ArrayList<Taken>();
            for (int step = 0; step < 250; step++) {
                int dice = random.nextInt(100);
                if (dice < 2 && killed.size() < 25) {
                    killed.add(lanes);
                    lanes = begin();
                } else if (dice == 2) {
                    lanes.close();
                    lanes = begin();
                } else if (dice < 30) {
                    pass(Duration.ofNanos((long) (random.nextDouble() * 3e9)));
                } else {
                    int cost = 1 + random.nextInt(random.nextBoolean() ? 2 : lane.burst() + 1);
                    if (lanes.take(ann, lane, cost, now.get()).isEmpty()) {
                        taken.add(new Taken(now.get(), cost));
                    }
                }
            }
            assertBounded(taken, lane, seed);
        }
        // they still write behind, as a killed process does not; their rows are done with
        killed.forEach(Lanes::close);
    }

    private record Taken(Instant at, int cost) {}

    private static void assertBounded(List<Taken> taken, Lane lane, long seed) {
        for (int from = 0; from < taken.size(); from++) {
            double sum = 0;
            for (int to = from; to < taken.size(); to++) {
                sum += taken.get(to).cost();
                Duration time = Duration.between(taken.get(from).at(), taken.get(to).at());
                double most = lane.burst() + time.toNanos() / 6e10 * lane.perMinute();
                assertThat(sum)
                        .as("seed %d %s in %s", seed, lane, time)
                        .isLessThanOrEqualTo(most + 1e-6);
            }
        }
    }

    @Test
    void manyAtOnceGetNoMoreThanOne() throws Exception {
        var lane = new Lane("crowd", 1, 500);
        var taken = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 16; t++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 100; i++) {
                                            if (lanes.take(ann, lane, 1, START).isEmpty()) {
                                                taken.incrementAndGet();
                                            }
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).hasValue(500);
    }

    @Test
    void aFloodOfRefusalsIsAFewRecords() {
        takeAll();
        for (int i = 0; i < 5_000; i++) {
            take(1);
        }
        pass(Duration.ofSeconds(61));
        takeAll();
        lanes.close();
        lanes = begin();
        kit.log().catchUp();
        List<AuditRecord> records =
                kit.log().reader().about(ann, false, Long.MAX_VALUE, 100).reversed();
        assertThat(records).allMatch(r -> r.action().orElseThrow() == Action.RATE_LIMITED);
        assertThat(records)
                .extracting(r -> r.object().orElseThrow())
                .containsExactly("lane interactive refused 1", "lane interactive refused 5001");
    }
}
