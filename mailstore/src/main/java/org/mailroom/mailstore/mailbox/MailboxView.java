package org.mailroom.mailstore.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mailbox's messages at one modseq, ordered by UID: an immutable snapshot of primitive arrays
 * that any number of sessions share. A change makes a new view, which shares all untouched chunks
 * with the old one, so a flag change in a mailbox of a million messages copies a few KiB.
 *
 * <p>Messages are addressed by index, from 0; a session's sequence number is index + 1 in the view
 * that session has announced to its client. {@link ViewChanges} tells what to announce next.
 *
 * <p>About 37 bytes a message.
 */
public final class MailboxView {
    static final int CHUNK = 512;

    private final Mailbox mailbox;
    private final KeywordSets keywords;
    private final Chunk[] chunks;

    /** Index of each chunk's first message; one more entry than chunks: the total. */
    private final int[] starts;

    private MailboxView(Mailbox mailbox, KeywordSets keywords, Chunk[] chunks) {
        this.mailbox = mailbox;
        this.keywords = keywords;
        this.chunks = chunks;
        this.starts = new int[chunks.length + 1];
        for (int i = 0; i < chunks.length; i++) {
            starts[i + 1] = starts[i] + chunks[i].count();
        }
    }

    /** Gathers rows in order of UID. */
    public static final class Builder {
        private final List<Chunk> chunks = new ArrayList<>();
        private final MessageRow[] rows = new MessageRow[CHUNK];
        private int filled;

        public Builder add(MessageRow row) {
            if (filled == CHUNK) {
                close();
            }
            rows[filled++] = row;
            return this;
        }

        private void close() {
            if (filled > 0) {
                chunks.add(Chunk.of(rows, filled));
                filled = 0;
            }
        }

        public MailboxView build(Mailbox mailbox, KeywordSets keywords) {
            close();
            return new MailboxView(mailbox, keywords, chunks.toArray(Chunk[]::new));
        }
    }

    /** Name and counters at this view's modseq. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** How many messages. */
    public int size() {
        return starts[chunks.length];
    }

    /** The index of a UID; if absent, {@code -(insertion point) - 1} as in Arrays.binarySearch. */
    public int indexOf(long uid) {
        int c = chunkOfUid(uid);
        if (c < 0) {
            return -1;
        }
        int at = chunks[c].find(uid);
        return at >= 0 ? starts[c] + at : at - starts[c];
    }

    /** The index of the first message with this UID or a greater one; size() if none. */
    public int ceiling(long uid) {
        int i = indexOf(uid);
        return i >= 0 ? i : -i - 1;
    }

    private int chunkOfUid(long uid) {
        int lo = 0;
        int hi = chunks.length - 1;
        while (lo < hi) {
            int mid = (lo + hi + 1) >>> 1;
            if (chunks[mid].uid(0) <= uid) {
                lo = mid;
            } else {
                hi = mid - 1;
            }
        }
        return chunks.length == 0 ? -1 : lo;
    }

    private int chunkAt(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("message " + index + " of " + size());
        }
        int c = Arrays.binarySearch(starts, 0, chunks.length, index);
        return c >= 0 ? c : -c - 2;
    }

    public long uid(int index) {
        int c = chunkAt(index);
        return chunks[c].uid(index - starts[c]);
    }

    /** Bits of {@link SystemFlag#bit()}. */
    public int flags(int index) {
        int c = chunkAt(index);
        return chunks[c].flags(index - starts[c]);
    }

    /** The number of the message's keyword combination; see {@link #keywords(int)}. */
    public int keywordSet(int index) {
        int c = chunkAt(index);
        return chunks[c].keywordSet(index - starts[c]);
    }

    /** The keywords of a combination. */
    public List<String> keywords(int keywordSet) {
        return keywords.keywords(keywordSet);
    }

    /** Every keyword known in the account, for FLAGS and PERMANENTFLAGS. */
    public List<String> knownKeywords() {
        return keywords.known();
    }

    public long modseq(int index) {
        int c = chunkAt(index);
        return chunks[c].modseq(index - starts[c]);
    }

    /** Octets. */
    public long size(int index) {
        int c = chunkAt(index);
        return chunks[c].size(index - starts[c]);
    }

    /** INTERNALDATE in seconds since 1970. */
    public long received(int index) {
        int c = chunkAt(index);
        return chunks[c].received(index - starts[c]);
    }

    /** SAVEDATE in seconds since 1970. */
    public long saved(int index) {
        int c = chunkAt(index);
        return chunks[c].saved(index - starts[c]);
    }

    public long emailId(int index) {
        int c = chunkAt(index);
        return chunks[c].emailId(index - starts[c]);
    }

    /** Everything about one message. */
    public MessageRow row(int index) {
        int c = chunkAt(index);
        return chunks[c].row(index - starts[c]);
    }

    /** All flags of one message. */
    public Flags flagsOf(int index) {
        MessageRow row = row(index);
        return new Flags(row.flags(), keywords(row.keywordSet()));
    }

    /** Every UID, ascending. */
    public long[] uids() {
        long[] all = new long[size()];
        for (int c = 0; c < chunks.length; c++) {
            for (int i = 0; i < chunks[c].count(); i++) {
                all[starts[c] + i] = chunks[c].uid(i);
            }
        }
        return all;
    }

    /** Visits messages in order; the fastest way over many. */
    public interface Visitor {
        void message(
                int index, long uid, int flags, int keywordSet, long modseq, long size, long email);
    }

    public void forEach(Visitor visitor) {
        for (int c = 0; c < chunks.length; c++) {
            Chunk k = chunks[c];
            for (int i = 0; i < k.count(); i++) {
                visitor.message(
                        starts[c] + i,
                        k.uid(i),
                        k.flags(i),
                        k.keywordSet(i),
                        k.modseq(i),
                        k.size(i),
                        k.emailId(i));
            }
        }
    }

    /** What changed from this view to a newer one of the same mailbox. */
    public ViewChanges changesTo(MailboxView newer) {
        return ViewChanges.between(this, newer);
    }

    Chunk[] chunks() {
        return chunks;
    }

    /** The same messages under new counters. */
    public MailboxView with(Mailbox now) {
        return new MailboxView(now, keywords, chunks);
    }

    /** With messages added at the end. UIDs ascend and are greater than any here. */
    public MailboxView withAppended(Mailbox now, List<MessageRow> rows) {
        var result = new ArrayList<Chunk>(chunks.length + 1 + rows.size() / CHUNK);
        result.addAll(Arrays.asList(chunks));
        int at = 0;
        if (!result.isEmpty() && result.getLast().count() < CHUNK) {
            Chunk last = result.removeLast();
            int take = Math.min(CHUNK - last.count(), rows.size());
            result.add(last.append(rows.subList(0, take)));
            at = take;
        }
        for (; at < rows.size(); at += CHUNK) {
            var slice = rows.subList(at, Math.min(at + CHUNK, rows.size()));
            result.add(Chunk.of(slice.toArray(MessageRow[]::new), slice.size()));
        }
        return new MailboxView(now, keywords, result.toArray(Chunk[]::new));
    }

    /** With new flags for the messages at {@code indexes} (ascending), all under one modseq. */
    public MailboxView withFlags(
            Mailbox now, int[] indexes, byte[] flags, int[] keywordSets, long modseq) {
        Chunk[] result = chunks.clone();
        int i = 0;
        while (i < indexes.length) {
            int c = chunkAt(indexes[i]);
            int end = i;
            while (end < indexes.length && indexes[end] < starts[c + 1]) {
                end++;
            }
            result[c] = chunks[c].withFlags(indexes, i, end, starts[c], flags, keywordSets, modseq);
            i = end;
        }
        return new MailboxView(now, keywords, result);
    }

    /** Without the messages at {@code indexes} (ascending). */
    public MailboxView without(Mailbox now, int[] indexes) {
        var result = new ArrayList<Chunk>(chunks.length);
        int i = 0;
        for (int c = 0; c < chunks.length; c++) {
            int end = i;
            while (end < indexes.length && indexes[end] < starts[c + 1]) {
                end++;
            }
            Chunk kept = end == i ? chunks[c] : chunks[c].without(indexes, i, end, starts[c]);
            if (kept.count() > 0) {
                result.add(kept);
            }
            i = end;
        }
        return new MailboxView(now, keywords, result.toArray(Chunk[]::new));
    }
}
