package org.mailroom.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;

import java.util.List;

class MergeTest {
    private static final MailboxView KNOWN = Views.of(1, 2, 3, 4);

    @Test
    void takesTheNewerViewWhenThatIsAllTheDifference() {
        MailboxView newer = flagged(KNOWN, 2, 1);
        assertThat(Merge.flags(KNOWN, newer, new long[] {2})).isSameAs(newer);
        assertThat(Merge.flags(KNOWN, newer, new long[] {1, 2, 3})).isSameAs(newer);
    }

    @Test
    void takesOnlyTheFlagsOfTheseMessages() {
        MailboxView newer = flagged(flagged(KNOWN, 2, 1), 3, 0);
        MailboxView merged = Merge.flags(KNOWN, newer, new long[] {1});
        assertThat(merged.flags(1)).isZero();
        assertThat(merged.flags(0)).isEqualTo(4);
        assertThat(merged.modseq(0)).isEqualTo(3);
        assertThat(merged.changesTo(newer).changedIndexes()).containsExactly(1);
    }

    @Test
    void keepsMessagesThatAreGoneAndLeavesNewOnes() {
        MailboxView newer =
                flagged(KNOWN, 2, 3)
                        .without(Views.MAILBOX, new int[] {0, 1})
                        .withAppended(
                                Views.MAILBOX, List.of(new MessageRow(9, 0, 0, 5, 1, 1, 0, 0)));
        MailboxView merged = Merge.flags(KNOWN, newer, new long[] {1, 4, 9});
        assertThat(merged.uids()).containsExactly(1, 2, 3, 4);
        assertThat(merged.flags(3)).isEqualTo(4);
        assertThat(merged.changesTo(newer).changedIndexes()).isEmpty();
        assertThat(merged.changesTo(newer).goneUids()).containsExactly(1, 2);
        assertThat(merged.changesTo(newer).added()).isEqualTo(1);
    }

    /** With \Flagged on the message at {@code index}, under modseq {@code modseq}. */
    private static MailboxView flagged(MailboxView view, long modseq, int index) {
        return view.withFlags(
                Views.MAILBOX, new int[] {index}, new byte[] {4}, new int[] {0}, modseq);
    }
}
