package org.mailroom.messaging.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Hashes, roots and proofs of the tree over all records. RFC 9162 §2.1. */
final class Merkle {
    static final int HASH = 32;

    private Merkle() {}

    /** Where the hash of a complete subtree is found: of 2^level leaves, the index-th of these. */
    interface Subtrees {
        byte[] hash(int level, long index);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static byte[] leaf(byte[] record) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        return digest.digest(record);
    }

    static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    /** The root of no record. */
    static byte[] empty() {
        return sha256().digest();
    }

    /** The root of the first {@code size} records. */
    static byte[] root(long size, Subtrees trees) {
        return size == 0 ? empty() : range(0, size, trees);
    }

    // lo is a multiple of the largest power of two not above hi - lo
    private static byte[] range(long lo, long hi, Subtrees trees) {
        long n = hi - lo;
        if (Long.bitCount(n) == 1) {
            int level = Long.numberOfTrailingZeros(n);
            return trees.hash(level, lo >>> level);
        }
        long k = below(n);
        return node(range(lo, lo + k, trees), range(lo + k, hi, trees));
    }

    /** The largest power of two smaller than {@code n}. */
    private static long below(long n) {
        return Long.highestOneBit(n - 1);
    }

    /** That a record is in the tree of {@code size} records. RFC 9162 §2.1.3.1. */
    static List<byte[]> inclusion(long seq, long size, Subtrees trees) {
        if (seq < 0 || seq >= size) {
            throw new IllegalArgumentException("record " + seq + " of " + size);
        }
        var path = new ArrayList<byte[]>();
        long lo = 0;
        long hi = size;
        while (hi - lo > 1) {
            long k = below(hi - lo);
            if (seq < lo + k) {
                path.addFirst(range(lo + k, hi, trees));
                hi = lo + k;
            } else {
                path.addFirst(range(lo, lo + k, trees));
                lo += k;
            }
        }
        return path;
    }

    /** That the tree of {@code size} records begins with that of {@code first}. §2.1.4.1. */
    static List<byte[]> consistency(long first, long size, Subtrees trees) {
        if (first < 1 || first > size) {
            throw new IllegalArgumentException("first " + first + " of " + size);
        }
        var path = new ArrayList<byte[]>();
        long lo = 0;
        long hi = size;
        boolean whole = true;
        while (first != hi) {
            long k = below(hi - lo);
            if (first <= lo + k) {
                path.addFirst(range(lo + k, hi, trees));
                hi = lo + k;
            } else {
                path.addFirst(range(lo, lo + k, trees));
                lo += k;
                whole = false;
            }
        }
        if (!whole) {
            path.addFirst(range(lo, hi, trees));
        }
        return path;
    }
}
