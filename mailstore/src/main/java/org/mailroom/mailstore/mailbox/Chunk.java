package org.mailroom.mailstore.mailbox;

import java.util.Arrays;
import java.util.List;

/**
 * Up to {@link MailboxView#CHUNK} messages as parallel arrays, ordered by UID. Immutable; a changed
 * chunk shares the arrays that did not change.
 */
final class Chunk {
    private final int[] uid;
    private final byte[] flags;
    private final int[] keywordSet;
    private final long[] modseq;
    private final int[] size;
    private final long[] email;
    private final int[] received;
    private final int[] saved;

    private Chunk(
            int[] uid,
            byte[] flags,
            int[] keywordSet,
            long[] modseq,
            int[] size,
            long[] email,
            int[] received,
            int[] saved) {
        this.uid = uid;
        this.flags = flags;
        this.keywordSet = keywordSet;
        this.modseq = modseq;
        this.size = size;
        this.email = email;
        this.received = received;
        this.saved = saved;
    }

    private static Chunk blank(int n) {
        return new Chunk(
                new int[n],
                new byte[n],
                new int[n],
                new long[n],
                new int[n],
                new long[n],
                new int[n],
                new int[n]);
    }

    private void put(int i, MessageRow row) {
        uid[i] = (int) row.uid();
        flags[i] = (byte) row.flags();
        keywordSet[i] = row.keywordSet();
        modseq[i] = row.modseq();
        size[i] = (int) row.size();
        email[i] = row.emailId();
        received[i] = (int) row.received();
        saved[i] = (int) row.saved();
    }

    static Chunk of(MessageRow[] rows, int count) {
        Chunk chunk = blank(count);
        for (int i = 0; i < count; i++) {
            chunk.put(i, rows[i]);
        }
        return chunk;
    }

    int count() {
        return uid.length;
    }

    long uid(int i) {
        return Integer.toUnsignedLong(uid[i]);
    }

    int flags(int i) {
        return flags[i];
    }

    int keywordSet(int i) {
        return keywordSet[i];
    }

    long modseq(int i) {
        return modseq[i];
    }

    long size(int i) {
        return Integer.toUnsignedLong(size[i]);
    }

    long emailId(int i) {
        return email[i];
    }

    /** Dates are kept as unsigned 32 bits of seconds: 1970 to 2106. */
    long received(int i) {
        return Integer.toUnsignedLong(received[i]);
    }

    long saved(int i) {
        return Integer.toUnsignedLong(saved[i]);
    }

    MessageRow row(int i) {
        return new MessageRow(
                uid(i),
                flags[i],
                keywordSet[i],
                modseq[i],
                size(i),
                email[i],
                received(i),
                saved(i));
    }

    /** As Arrays.binarySearch, on unsigned values. */
    int find(long wanted) {
        int lo = 0;
        int hi = uid.length - 1;
        while (lo <= hi) {
            int mid = (lo + hi) >>> 1;
            long here = uid(mid);
            if (here < wanted) {
                lo = mid + 1;
            } else if (here > wanted) {
                hi = mid - 1;
            } else {
                return mid;
            }
        }
        return -(lo + 1);
    }

    Chunk append(List<MessageRow> rows) {
        int n = uid.length;
        int total = n + rows.size();
        var grown =
                new Chunk(
                        Arrays.copyOf(uid, total),
                        Arrays.copyOf(flags, total),
                        Arrays.copyOf(keywordSet, total),
                        Arrays.copyOf(modseq, total),
                        Arrays.copyOf(size, total),
                        Arrays.copyOf(email, total),
                        Arrays.copyOf(received, total),
                        Arrays.copyOf(saved, total));
        for (MessageRow row : rows) {
            grown.put(n++, row);
        }
        return grown;
    }

    /**
     * Entries {@code from} to {@code to} of the lists apply here; {@code start} is our first index.
     */
    Chunk withFlags(
            int[] indexes,
            int from,
            int to,
            int start,
            byte[] newFlags,
            int[] newSets,
            long newModseq) {
        byte[] f = flags.clone();
        int[] k = keywordSet.clone();
        long[] m = modseq.clone();
        for (int i = from; i < to; i++) {
            int at = indexes[i] - start;
            f[at] = newFlags[i];
            k[at] = newSets[i];
            m[at] = newModseq;
        }
        return new Chunk(uid, f, k, m, size, email, received, saved);
    }

    Chunk without(int[] indexes, int from, int to, int start) {
        var kept = blank(uid.length - (to - from));
        int out = 0;
        int next = from;
        for (int i = 0; i < uid.length; i++) {
            if (next < to && indexes[next] - start == i) {
                next++;
            } else {
                kept.put(out++, row(i));
            }
        }
        return kept;
    }
}
