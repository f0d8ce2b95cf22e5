package org.mailroom.imap.session;

import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mailbox.ViewChanges;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Views that lie between two of the store's. */
final class Merge {
    private Merge() {}

    /**
     * The messages of {@code known}, of which those with these UIDs have the flags that {@code
     * from} shows. UIDs that are in one view only are passed over.
     */
    static MailboxView flags(MailboxView known, MailboxView from, long[] uids) {
        if (uids.length == 0) {
            return known;
        }
        return covers(uids, known.changesTo(from), from) ? from : copied(known, from, uids);
    }

    /** Whether there is no difference but the flags of these messages. */
    private static boolean covers(long[] uids, ViewChanges changes, MailboxView from) {
        if (changes.goneIndexes().length > 0 || changes.added() > 0) {
            return false;
        }
        return Arrays.stream(changes.changedIndexes())
                .allMatch(index -> Arrays.binarySearch(uids, from.uid(index)) >= 0);
    }

    private static MailboxView copied(MailboxView known, MailboxView from, long[] uids) {
        // A view takes the changes of one modseq at a time.
        var byModseq = new TreeMap<Long, List<Integer>>();
        for (long uid : uids) {
            int there = from.indexOf(uid);
            int here = known.indexOf(uid);
            if (there >= 0 && here >= 0 && from.modseq(there) > known.modseq(here)) {
                byModseq.computeIfAbsent(from.modseq(there), m -> new ArrayList<>()).add(here);
            }
        }
        MailboxView merged = known;
        for (var group : byModseq.entrySet()) {
            int[] indexes = group.getValue().stream().mapToInt(Integer::intValue).toArray();
            byte[] flags = new byte[indexes.length];
            int[] keywordSets = new int[indexes.length];
            for (int i = 0; i < indexes.length; i++) {
                MessageRow row = from.row(from.indexOf(known.uid(indexes[i])));
                flags[i] = (byte) row.flags();
                keywordSets[i] = row.keywordSet();
            }
            merged = merged.withFlags(known.mailbox(), indexes, flags, keywordSets, group.getKey());
        }
        return merged;
    }
}
