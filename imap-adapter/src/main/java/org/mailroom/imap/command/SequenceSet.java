package org.mailroom.imap.command;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntToLongFunction;
import java.util.function.LongConsumer;

/**
 * Message numbers or UIDs as ranges, ascending, apart and never touching. A range that names "*" is
 * open: there is at most one, it comes last, and only {@link #resolve}, which is told the largest
 * number in use, makes it fit for questions. RFC 9051 §9, sequence-set.
 */
public final class SequenceSet {
    /** The largest number there can be. */
    public static final long MAX = 0xFFFF_FFFFL;

    private static final long STAR = MAX + 1;

    public static final SequenceSet EMPTY = new SequenceSet(new long[0], 0);

    /** "$", the result of the last SEARCH that saved one; it stands for UIDs. RFC 5182 §2.1. */
    public static final SequenceSet SAVED_RESULT = new SequenceSet(new long[0], -1);

    /** Everything: "1:*". */
    public static final SequenceSet ALL = new SequenceSet(new long[] {1, STAR}, 1);

    private final long[] bounds;
    private final int ranges;

    private SequenceSet(long[] bounds, int ranges) {
        this.bounds = bounds;
        this.ranges = ranges;
    }

    public static SequenceSet of(long... numbers) {
        Builder builder = new Builder();
        for (long number : numbers) {
            builder.add(number);
        }
        return builder.build();
    }

    public static SequenceSet ofRange(long first, long last) {
        return new Builder().addRange(first, last).build();
    }

    /** From the wire form. */
    public static SequenceSet parse(String text) {
        return parse(text, Integer.MAX_VALUE);
    }

    /**
     * From the wire form, of at most so many ranges.
     *
     * @throws IllegalArgumentException with a message fit for the client
     */
    public static SequenceSet parse(String text, int maxRanges) {
        if (text.equals("$")) {
            return SAVED_RESULT;
        }
        Builder builder = new Builder();
        int count = 0;
        int start = 0;
        while (true) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            if (++count > maxRanges) {
                throw new IllegalArgumentException("more than " + maxRanges + " ranges in a set");
            }
            int colon = text.indexOf(':', start);
            if (colon >= 0 && colon < end) {
                long from = number(text, start, colon);
                long to = number(text, colon + 1, end);
                builder.append(Math.min(from, to), Math.max(from, to));
            } else {
                long one = number(text, start, end);
                builder.append(one, one);
            }
            if (comma < 0) {
                return builder.build();
            }
            start = comma + 1;
        }
    }

    private static long number(String text, int start, int end) {
        if (end - start == 1 && text.charAt(start) == '*') {
            return STAR;
        }
        if (start >= end || end - start > 10 || text.charAt(start) == '0') {
            throw new IllegalArgumentException("a message number is 1 to 4294967295 or \"*\"");
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new IllegalArgumentException("a message number has only digits");
            }
            value = value * 10 + (c - '0');
        }
        if (value > MAX) {
            throw new IllegalArgumentException("a message number is at most 4294967295");
        }
        return value;
    }

    /** Whether this is "$", which must be replaced before any other question makes sense. */
    public boolean isSavedResult() {
        return ranges < 0;
    }

    /** Whether "*" occurs. */
    public boolean isOpen() {
        return ranges > 0 && bounds[2 * ranges - 1] == STAR;
    }

    public boolean isEmpty() {
        return ranges == 0;
    }

    /**
     * The set with "*" replaced by the largest number in use; with none in use (0), ranges that
     * name "*" are empty. "7:*" with largest 5 is 5:7, so it always names the last message. RFC
     * 9051 §9, seq-range.
     */
    public SequenceSet resolve(long largest) {
        if (!isOpen()) {
            return this;
        }
        Builder builder = new Builder();
        for (int i = 0; i < ranges; i++) {
            long first = first(i);
            if (last(i) != STAR) {
                builder.append(first, last(i));
            } else if (largest > 0) {
                long open = first == STAR ? largest : first;
                builder.append(Math.min(open, largest), Math.max(open, largest));
            }
        }
        return builder.build();
    }

    public int rangeCount() {
        return ranges;
    }

    /** First number of a range. */
    public long first(int range) {
        return bounds[2 * range];
    }

    /** Last number of a range, included in it. */
    public long last(int range) {
        return bounds[2 * range + 1];
    }

    /** The smallest number of a resolved set that is not empty. */
    public long min() {
        return first(0);
    }

    /** The largest number; past {@link #MAX} when open. The set is not empty. */
    public long max() {
        return last(ranges - 1);
    }

    /** How many numbers, which may be far more than there are messages. */
    public long size() {
        long size = 0;
        for (int i = 0; i < ranges; i++) {
            size += last(i) - first(i) + 1;
        }
        return size;
    }

    public boolean contains(long number) {
        int low = 0;
        int high = ranges - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (last(middle) < number) {
                low = middle + 1;
            } else if (first(middle) > number) {
                high = middle - 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Every number in turn: for resolved sets of numbers known to be in use. */
    public void forEach(LongConsumer action) {
        for (int i = 0; i < ranges; i++) {
            for (long number = first(i); number <= last(i); number++) {
                action.accept(number);
            }
        }
    }

    /**
     * The positions, ascending, of those of some ascending numbers that this resolved set contains.
     * Takes time for the ranges and the hits, not for the numbers the ranges span.
     */
    public void forEachPosition(int count, IntToLongFunction numberAt, IntConsumer action) {
        int position = 0;
        for (int i = 0; i < ranges && position < count; i++) {
            position = lowerBound(position, count, numberAt, first(i));
            while (position < count && numberAt.applyAsLong(position) <= last(i)) {
                action.accept(position++);
            }
        }
    }

    private static int lowerBound(int from, int to, IntToLongFunction numberAt, long wanted) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (numberAt.applyAsLong(middle) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What both contain; both resolved. */
    public SequenceSet intersect(SequenceSet other) {
        Builder builder = new Builder();
        int i = 0;
        int j = 0;
        while (i < ranges && j < other.ranges) {
            long first = Math.max(first(i), other.first(j));
            long last = Math.min(last(i), other.last(j));
            if (first <= last) {
                builder.append(first, last);
            }
            if (last(i) < other.last(j)) {
                i++;
            } else {
                j++;
            }
        }
        return builder.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceSet set
                && ranges == set.ranges
                && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return 31 * ranges + Arrays.hashCode(bounds);
    }

    /** The wire form. */
    @Override
    public String toString() {
        if (isSavedResult()) {
            return "$";
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < ranges; i++) {
            if (i > 0) {
                out.append(',');
            }
            appendNumber(out, first(i));
            if (last(i) != first(i)) {
                appendNumber(out.append(':'), last(i));
            }
        }
        return out.toString();
    }

    private static void appendNumber(StringBuilder out, long number) {
        if (number == STAR) {
            out.append('*');
        } else {
            out.append(number);
        }
    }

    /** Gathers numbers in any order; ascending ones cost next to nothing. */
    public static final class Builder {
        private long[] bounds = new long[8];
        private int ranges;
        private boolean ascending = true;
        private long openFrom;

        public Builder add(long number) {
            return addRange(number, number);
        }

        public Builder addRange(long first, long last) {
            if (first < 1 || last < first || last > MAX) {
                throw new IllegalArgumentException("range " + first + ":" + last);
            }
            append(first, last);
            return this;
        }

        public boolean isEmpty() {
            return ranges == 0 && openFrom == 0;
        }

        private void append(long first, long last) {
            if (last == STAR) {
                openFrom = openFrom == 0 ? first : Math.min(openFrom, first);
                return;
            }
            if (ranges > 0) {
                long previous = bounds[2 * ranges - 1];
                if (first == previous + 1) {
                    bounds[2 * ranges - 1] = last;
                    return;
                }
                ascending &= first > previous;
            }
            put(first, last);
        }

        private void put(long first, long last) {
            if (2 * ranges == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            }
            bounds[2 * ranges] = first;
            bounds[2 * ranges + 1] = last;
            ranges++;
        }

        public SequenceSet build() {
            if (isEmpty()) {
                return EMPTY;
            }
            if (!ascending) {
                sortAndMerge();
            }
            if (openFrom == 0) {
                return new SequenceSet(Arrays.copyOf(bounds, 2 * ranges), ranges);
            }
            long[] withOpen = Arrays.copyOf(bounds, 2 * ranges + 2);
            withOpen[2 * ranges] = openFrom;
            withOpen[2 * ranges + 1] = STAR;
            return new SequenceSet(withOpen, ranges + 1);
        }

        private void sortAndMerge() {
            // A closed range fits in one long; flipping the top bit makes the order unsigned.
            long[] packed = new long[ranges];
            for (int i = 0; i < ranges; i++) {
                packed[i] = (bounds[2 * i] << 32 | bounds[2 * i + 1]) ^ Long.MIN_VALUE;
            }
            Arrays.sort(packed);
            ranges = 0;
            for (long pair : packed) {
                long first = (pair ^ Long.MIN_VALUE) >>> 32;
                long last = pair & MAX;
                if (ranges > 0 && first <= bounds[2 * ranges - 1] + 1) {
                    bounds[2 * ranges - 1] = Math.max(bounds[2 * ranges - 1], last);
                } else {
                    put(first, last);
                }
            }
            ascending = true;
        }
    }
}
