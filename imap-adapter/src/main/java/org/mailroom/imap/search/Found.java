package org.mailroom.imap.search;

import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SearchProgram;
import org.mailroom.imap.command.SearchProgram.Return;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.response.SearchAnswer;
import org.mailroom.mailstore.mailbox.MailboxView;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The messages a search found, in order, and what is said of them. RFC 9051 §6.4.4. */
public final class Found {
    private final MailboxView view;
    private final int[] indexes;

    Found(MailboxView view, int[] indexes) {
        this.view = view;
        this.indexes = indexes;
    }

    public int count() {
        return indexes.length;
    }

    /** Positions in the view, ascending. */
    public int[] indexes() {
        return indexes.clone();
    }

    /** Message numbers or UIDs, ascending. */
    public long[] numbers(Numbering numbering) {
        return Arrays.stream(indexes).mapToLong(index -> number(index, numbering)).toArray();
    }

    private long number(int index, Numbering numbering) {
        return numbering == Numbering.UID ? view.uid(index) : index + 1L;
    }

    public SequenceSet set(Numbering numbering) {
        SequenceSet.Builder builder = new SequenceSet.Builder();
        for (int index : indexes) {
            builder.add(number(index, numbering));
        }
        return builder.build();
    }

    /** The highest mod-sequence among all found; nothing when none is. RFC 7162 §3.1.5. */
    public OptionalLong highestModSeq() {
        return Arrays.stream(indexes).mapToLong(view::modseq).max();
    }

    /** What an ESEARCH says; a program without RETURN is answered as RETURN (ALL). */
    public SearchAnswer answer(SearchProgram program, Numbering numbering) {
        Set<Return> returns = program.returns().orElse(Set.of(Return.ALL));
        boolean any = indexes.length > 0;
        boolean min = any && returns.contains(Return.MIN);
        boolean max = any && returns.contains(Return.MAX);
        boolean all = any && returns.contains(Return.ALL);
        return new SearchAnswer(
                numbering,
                min ? OptionalLong.of(number(first(), numbering)) : OptionalLong.empty(),
                max ? OptionalLong.of(number(last(), numbering)) : OptionalLong.empty(),
                all ? Optional.of(set(numbering)) : Optional.empty(),
                returns.contains(Return.COUNT)
                        ? OptionalLong.of(indexes.length)
                        : OptionalLong.empty(),
                program.usesModSeq() ? modSeq(returns) : OptionalLong.empty());
    }

    /** MIN and MAX alone speak of their messages only. RFC 7162 §3.1.6. */
    private OptionalLong modSeq(Set<Return> returns) {
        boolean ends = returns.contains(Return.MIN) || returns.contains(Return.MAX);
        if (!ends || returns.contains(Return.ALL) || returns.contains(Return.COUNT)) {
            return highestModSeq();
        }
        return Arrays.stream(ends(returns)).mapToLong(view::modseq).max();
    }

    private int[] ends(Set<Return> returns) {
        if (indexes.length == 0) {
            return indexes;
        }
        if (!returns.contains(Return.MAX)) {
            return new int[] {first()};
        }
        return returns.contains(Return.MIN) ? new int[] {first(), last()} : new int[] {last()};
    }

    /** The UIDs that SAVE keeps for "$". RFC 5182 §2.4. */
    public SequenceSet toSave(Set<Return> returns) {
        boolean ends = returns.contains(Return.MIN) || returns.contains(Return.MAX);
        if (!ends || returns.contains(Return.ALL) || returns.contains(Return.COUNT)) {
            return set(Numbering.UID);
        }
        return SequenceSet.of(Arrays.stream(ends(returns)).mapToLong(view::uid).toArray());
    }

    private int first() {
        return indexes[0];
    }

    private int last() {
        return indexes[indexes.length - 1];
    }
}
