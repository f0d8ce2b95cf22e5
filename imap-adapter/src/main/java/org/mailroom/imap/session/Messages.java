package org.mailroom.imap.session;

import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.mailstore.mailbox.MailboxView;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.IntPredicate;

/**
 * The messages a command names: ranges of indexes in the view the client knows, ascending, so that
 * naming all of a large mailbox costs nothing.
 */
final class Messages {
    private final MailboxView view;
    private final int[] bounds;
    private final int ranges;

    private Messages(MailboxView view, int[] bounds, int ranges) {
        this.view = view;
        this.bounds = bounds;
        this.ranges = ranges;
    }

    /**
     * @param set with "$" already replaced
     * @throws BadCommand if a message number is greater than there are messages
     */
    static Messages of(MailboxView view, Numbering numbering, SequenceSet set) {
        return numbering == Numbering.UID ? byUid(view, set) : byNumber(view, set);
    }

    // RFC 9051 §9, seq-number: a number without a message is an error.
    private static Messages byNumber(MailboxView view, SequenceSet set) {
        if (view.size() == 0 && (set.isOpen() || !set.isEmpty())) {
            throw new BadCommand("There are no messages");
        }
        SequenceSet numbers = set.resolve(view.size());
        int[] bounds = new int[2 * numbers.rangeCount()];
        for (int i = 0; i < numbers.rangeCount(); i++) {
            if (numbers.last(i) > view.size()) {
                throw new BadCommand("There are only " + view.size() + " messages");
            }
            bounds[2 * i] = (int) numbers.first(i) - 1;
            bounds[2 * i + 1] = (int) numbers.last(i);
        }
        return new Messages(view, bounds, numbers.rangeCount());
    }

    // RFC 9051 §6.4.9: a UID without a message is passed over.
    static Messages byUid(MailboxView view, SequenceSet set) {
        long greatest = view.size() == 0 ? 0 : view.uid(view.size() - 1);
        SequenceSet uids = set.resolve(greatest);
        int[] bounds = new int[2 * uids.rangeCount()];
        int ranges = 0;
        for (int i = 0; i < uids.rangeCount(); i++) {
            int from = view.ceiling(uids.first(i));
            int to = view.ceiling(uids.last(i) + 1);
            if (from < to) {
                bounds[2 * ranges] = from;
                bounds[2 * ranges + 1] = to;
                ranges++;
            }
        }
        return new Messages(view, bounds, ranges);
    }

    /** Those of these that the test lets through. */
    Messages filter(IntPredicate wanted) {
        int[] kept = new int[16];
        int count = 0;
        for (var i = indexes(); i.hasNext(); ) {
            int index = i.nextInt();
            if (wanted.test(index)) {
                if (count > 0 && kept[2 * count - 1] == index) {
                    kept[2 * count - 1]++;
                } else {
                    if (2 * count == kept.length) {
                        kept = Arrays.copyOf(kept, 4 * count);
                    }
                    kept[2 * count] = index;
                    kept[2 * count + 1] = index + 1;
                    count++;
                }
            }
        }
        return new Messages(view, kept, count);
    }

    MailboxView view() {
        return view;
    }

    boolean isEmpty() {
        return ranges == 0;
    }

    int count() {
        int count = 0;
        for (int i = 0; i < ranges; i++) {
            count += bounds[2 * i + 1] - bounds[2 * i];
        }
        return count;
    }

    long[] uids() {
        long[] uids = new long[count()];
        int n = 0;
        for (var i = indexes(); i.hasNext(); ) {
            uids[n++] = view.uid(i.nextInt());
        }
        return uids;
    }

    PrimitiveIterator.OfInt indexes() {
        return new PrimitiveIterator.OfInt() {
            private int range;
            private int next = ranges == 0 ? 0 : bounds[0];

            @Override
            public boolean hasNext() {
                return range < ranges;
            }

            @Override
            public int nextInt() {
                if (range >= ranges) {
                    throw new NoSuchElementException();
                }
                int index = next++;
                if (next == bounds[2 * range + 1] && ++range < ranges) {
                    next = bounds[2 * range];
                }
                return index;
            }
        };
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(bounds, 2 * ranges));
    }
}
