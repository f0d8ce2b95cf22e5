package org.mailroom.messaging.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditKit;
import org.mailroom.messaging.audit.AuditRecord;
import org.mailroom.messaging.audit.Severity;
import org.mailroom.messaging.safety.Restriction.Kind;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(60)
class RestrictionsTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Optional<Instant> NO_END = Optional.empty();

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private AuditKit kit;
    private Restrictions restrictions;
    private AccountId bob;
    private Actor moderator;

    TestStore store() {
        return TestStore.create();
    }

    @BeforeEach
    void open() {
        kit = AuditKit.of(store(), now::get);
        bob = kit.test().account("bob@example.org").id();
        moderator = Actor.of(kit.test().account("mod@example.org").id());
        restrictions = fresh();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Restrictions fresh() {
        return new Restrictions(kit.test().store(), kit.log(), now::get);
    }

    private NewRestriction wanted(Kind kind, Optional<Instant> until) {
        return new NewRestriction(bob, kind, "insults", until, Optional.of("report 12"));
    }

    @Test
    void aRestrictionEndsByTheClockAlone() {
        Instant end = START.plus(Duration.ofHours(2));
        assertThat(restrictions.active(bob, START)).isEmpty();
        Restriction made = restrictions.impose(wanted(Kind.MUTE, Optional.of(end)), moderator);
        assertThat(restrictions.active(bob, START)).containsExactly(made);
        assertThat(restrictions.active(bob, end.minusMillis(1))).containsExactly(made);
        assertThat(restrictions.active(bob, end)).isEmpty();
        now.set(end);
        assertThat(fresh().active(bob, end)).isEmpty();
        assertThat(fresh().active(0, 10)).isEmpty();
        assertThat(fresh().history(bob, 0, 10)).containsExactly(made);
    }

    @Test
    void everythingAboutItIsKept() {
        Restriction made = restrictions.impose(wanted(Kind.SUSPEND, NO_END), moderator);
        assertThat(made.reason()).isEqualTo("insults");
        assertThat(made.report()).contains("report 12");
        assertThat(made.author()).isEqualTo(moderator);
        assertThat(made.from()).isEqualTo(START);
        assertThat(fresh().byId(made.id())).contains(made);
        assertThat(fresh().active(0, 10)).containsExactly(made);

        now.set(START.plusSeconds(5));
        Restriction lifted = restrictions.lift(made.id(), "was a mistake", Actor.CONSOLE);
        assertThat(lifted.lifted())
                .contains(
                        new Restriction.Lifted(
                                START.plusSeconds(5), Actor.CONSOLE, "was a mistake"));
        assertThat(restrictions.active(bob, now.get())).isEmpty();
        assertThat(fresh().history(bob, 0, 10)).containsExactly(lifted);
        assertRefused(
                () -> restrictions.lift(made.id(), "again", moderator), Refused.Reason.CANNOT);
    }

    @Test
    void severalHoldBesideEachOther() {
        Restriction mute = restrictions.impose(wanted(Kind.MUTE, NO_END), moderator);
        Restriction hold = restrictions.impose(wanted(Kind.HOLD, NO_END), moderator);
        restrictions.lift(mute.id(), "enough", moderator);
        assertThat(restrictions.active(bob, START)).containsExactly(hold);
        assertThat(restrictions.history(bob, 0, 1)).containsExactly(hold);
        assertThat(restrictions.history(bob, hold.id(), 5))
                .extracting(Restriction::id)
                .containsExactly(mute.id());
    }

    @Test
    void shadowIsForAWhileOnlyAndOnlyWhereItIsAllowed() {
        Instant hour = START.plus(Duration.ofHours(1));
        assertRefused(
                () -> restrictions.impose(wanted(Kind.SHADOW, Optional.of(hour)), moderator),
                Refused.Reason.POLICY);
        restrictions.shadow(() -> Optional.of(Duration.ofDays(1)));
        assertRefused(
                () -> restrictions.impose(wanted(Kind.SHADOW, NO_END), moderator),
                Refused.Reason.POLICY);
        Instant later = START.plus(Duration.ofDays(2));
        assertRefused(
                () -> restrictions.impose(wanted(Kind.SHADOW, Optional.of(later)), moderator),
                Refused.Reason.POLICY);
        Restriction made = restrictions.impose(wanted(Kind.SHADOW, Optional.of(hour)), moderator);
        assertThat(restrictions.active(bob, START)).containsExactly(made);
        kit.log().catchUp();
        AuditRecord record = kit.log().reader().about(bob, false, Long.MAX_VALUE, 1).getFirst();
        assertThat(record.action()).contains(Action.RESTRICTED);
        assertThat(record.severity()).isEqualTo(Severity.HIGH);
        assertThat(record.object().orElseThrow()).contains("shadow until " + hour);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertRefused(
                () -> restrictions.impose(wanted(Kind.MUTE, NO_END), Actor.of(bob)),
                Refused.Reason.CANNOT);
        assertRefused(
                () -> restrictions.impose(wanted(Kind.MUTE, Optional.of(START)), moderator),
                Refused.Reason.CANNOT);
        assertRefused(
                () ->
                        restrictions.impose(
                                new NewRestriction(bob, Kind.MUTE, " ", NO_END, Optional.empty()),
                                moderator),
                Refused.Reason.CANNOT);
        var nobody =
                new NewRestriction(new AccountId(9999), Kind.MUTE, "x", NO_END, Optional.empty());
        assertRefused(() -> restrictions.impose(nobody, moderator), Refused.Reason.NONEXISTENT);
        assertRefused(() -> restrictions.lift(4711, "x", moderator), Refused.Reason.NONEXISTENT);
    }

    private static void assertRefused(Runnable work, Refused.Reason reason) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    @Test
    void theyGoWithTheAccount() {
        Restriction made = restrictions.impose(wanted(Kind.MUTE, NO_END), moderator);
        kit.test().store().accounts().remove(bob);
        assertThat(restrictions.active(bob, START)).isEmpty();
        assertThat(restrictions.byId(made.id())).isEmpty();
        assertThat(restrictions.active(0, 10)).isEmpty();
    }
}
