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

import java.time.InstantSource;
import java.util.List;
import java.util.Set;

@Timeout(60)
class BlocksTest {
    private AuditKit kit;
    private Blocks blocks;
    private AccountId ann;
    private AccountId bob;
    private AccountId eve;

    TestStore store() {
        return TestStore.create();
    }

    @BeforeEach
    void open() {
        kit = AuditKit.of(store());
        ann = kit.test().account("ann@example.org").id();
        bob = kit.test().account("bob@example.org").id();
        eve = kit.test().account("eve@example.org").id();
        blocks = fresh();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    /** One that remembers nothing. */
    private Blocks fresh() {
        return new Blocks(kit.test().store(), kit.log(), InstantSource.system());
    }

    @Test
    void aBlockHoldsOneWayUntilItIsTakenBack() {
        assertThat(blocks.blocks(ann, eve)).isFalse();
        Block made = blocks.block(ann, eve, "she threatens me", Actor.of(ann));
        assertThat(blocks.blocks(ann, eve)).isTrue();
        assertThat(blocks.blocks(eve, ann)).isFalse();
        assertThat(blocks.blocks(bob, eve)).isFalse();
        assertThat(blocks.blocking(eve, List.of(ann, bob))).isEqualTo(Set.of(ann));
        assertThat(fresh().blocks(ann, eve)).isTrue();
        assertThat(fresh().list(ann, 0, 10)).containsExactly(made);

        assertThat(blocks.unblock(ann, eve, Actor.of(ann))).isTrue();
        assertThat(blocks.unblock(ann, eve, Actor.of(ann))).isFalse();
        assertThat(blocks.blocks(ann, eve)).isFalse();
        assertThat(blocks.blocking(eve, List.of(ann, bob))).isEmpty();
        assertThat(fresh().list(ann, 0, 10)).isEmpty();
    }

    @Test
    void aSecondBlockReplacesTheReason() {
        blocks.block(ann, eve, "first", Actor.of(ann));
        blocks.block(ann, eve, "second", Actor.of(ann));
        assertThat(blocks.list(ann, 0, 10)).extracting(Block::reason).containsExactly("second");
    }

    @Test
    void theListIsPaged() {
        blocks.block(ann, bob, "", Actor.of(ann));
        blocks.block(ann, eve, "", Actor.of(ann));
        List<Block> first = blocks.list(ann, 0, 1);
        assertThat(first).extracting(Block::blocked).containsExactly(bob);
        assertThat(blocks.list(ann, bob.value(), 1))
                .extracting(Block::blocked)
                .containsExactly(eve);
    }

    @Test
    void someCannotBeBlocked() {
        blocks.unblockable(bob::equals);
        assertRefused(() -> blocks.block(ann, bob, "", Actor.of(ann)), Refused.Reason.POLICY);
        assertRefused(() -> blocks.block(ann, ann, "", Actor.of(ann)), Refused.Reason.CANNOT);
        assertRefused(
                () -> blocks.block(ann, new AccountId(9999), "", Actor.of(ann)),
                Refused.Reason.NONEXISTENT);
        assertRefused(
                () -> blocks.block(ann, eve, "x".repeat(1001), Actor.of(ann)),
                Refused.Reason.LIMIT);
    }

    private static void assertRefused(Runnable work, Refused.Reason reason) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(reason));
    }

    @Test
    void blocksAreRecordedAsTheBlockersBusiness() {
        blocks.block(ann, eve, "she threatens me", Actor.of(ann));
        blocks.unblock(ann, eve, Actor.of(ann));
        kit.log().catchUp();
        assertThat(kit.log().reader().about(ann, false, Long.MAX_VALUE, 10))
                .extracting(r -> r.action().orElseThrow())
                .containsExactly(Action.UNBLOCKED, Action.BLOCKED);
        assertThat(kit.log().reader().about(eve, true, Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void blocksGoWithEitherAccount() {
        blocks.block(ann, eve, "", Actor.of(ann));
        blocks.block(eve, bob, "", Actor.of(eve));
        kit.test().store().accounts().remove(eve);
        assertThat(fresh().list(ann, 0, 10)).isEmpty();
        assertThat(fresh().blocks(eve, bob)).isFalse();
    }
}
