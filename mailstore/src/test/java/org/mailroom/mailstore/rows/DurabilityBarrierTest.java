package org.mailroom.mailstore.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.refusal.Refused;

@Timeout(10)
class DurabilityBarrierTest {
    /** A sync of the database that was opened again says nothing of what the closed one had. */
    @Test
    void aLaterSyncDoesNotBringBackWhatWasLost() {
        var barrier = new DurabilityBarrier(() -> {});
        long synced = barrier.ticket();
        barrier.await(synced);
        long lost = barrier.ticket();
        barrier.lose();
        long next = barrier.ticket();
        barrier.await(next);
        assertThat(barrier.passed(synced)).isTrue();
        assertThat(barrier.passed(lost)).isFalse();
        assertThat(barrier.passed(next)).isTrue();
        assertThatThrownBy(() -> barrier.await(lost)).isInstanceOf(Refused.class);
        barrier.await(synced);
    }

    @Test
    void aFailedSyncFailsWhoWaitsForIt() {
        var barrier =
                new DurabilityBarrier(
                        () -> {
                            throw new Refused(Refused.Reason.UNAVAILABLE, "no");
                        });
        long ticket = barrier.ticket();
        assertThatThrownBy(() -> barrier.await(ticket)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> barrier.await(ticket)).isInstanceOf(Refused.class);
        assertThat(barrier.passed(ticket)).isFalse();
    }
}
