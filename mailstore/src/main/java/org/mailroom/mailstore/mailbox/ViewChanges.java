package org.mailroom.mailstore.mailbox;

import java.util.Arrays;

/**
 * The difference between two views of one mailbox, in the order a client must hear it: what is
 * gone, then how many there are, then changed flags. RFC 9051 §7.5.1, RFC 7162 §3.2.10.
 *
 * @param goneIndexes indexes in the older view of messages that are gone, ascending
 * @param goneUids their UIDs, ascending
 * @param changedIndexes indexes in the newer view of messages in both whose modseq rose, ascending
 * @param added how many messages, at the end of the newer view, are new
 */
public record ViewChanges(int[] goneIndexes, long[] goneUids, int[] changedIndexes, int added) {

    public boolean isEmpty() {
        return goneIndexes.length == 0 && changedIndexes.length == 0 && added == 0;
    }

    static ViewChanges between(MailboxView older, MailboxView newer) {
        var gone = new Ints();
        var changed = new Ints();
        Chunk[] o = older.chunks();
        Chunk[] n = newer.chunks();
        int oc = 0;
        int oi = 0;
        int nc = 0;
        int ni = 0;
        int oldIndex = 0;
        int newIndex = 0;
        while (oc < o.length && nc < n.length) {
            if (oi == 0 && ni == 0 && o[oc] == n[nc]) {
                oldIndex += o[oc].count();
                newIndex += n[nc].count();
                oc++;
                nc++;
                continue;
            }
            long was = o[oc].uid(oi);
            long is = n[nc].uid(ni);
            if (was < is) {
                gone.add(oldIndex);
            } else if (o[oc].modseq(oi) < n[nc].modseq(ni)) {
                changed.add(newIndex);
            }
            oldIndex++;
            if (++oi == o[oc].count()) {
                oc++;
                oi = 0;
            }
            if (was >= is) {
                newIndex++;
                if (++ni == n[nc].count()) {
                    nc++;
                    ni = 0;
                }
            }
        }
        for (; oldIndex < older.size(); oldIndex++) {
            gone.add(oldIndex);
        }
        int[] goneIndexes = gone.toArray();
        long[] uids = new long[goneIndexes.length];
        for (int i = 0; i < uids.length; i++) {
            uids[i] = older.uid(goneIndexes[i]);
        }
        return new ViewChanges(goneIndexes, uids, changed.toArray(), newer.size() - newIndex);
    }

    private static final class Ints {
        private int[] values = new int[8];
        private int count;

        void add(int value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = value;
        }

        int[] toArray() {
            return Arrays.copyOf(values, count);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ViewChanges c
                && Arrays.equals(goneIndexes, c.goneIndexes)
                && Arrays.equals(goneUids, c.goneUids)
                && Arrays.equals(changedIndexes, c.changedIndexes)
                && added == c.added;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(goneUids) * 31 + Arrays.hashCode(changedIndexes) + added;
    }

    @Override
    public String toString() {
        return "gone "
                + Arrays.toString(goneUids)
                + ", changed "
                + Arrays.toString(changedIndexes)
                + ", added "
                + added;
    }
}
