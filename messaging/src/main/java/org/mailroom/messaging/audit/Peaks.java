package org.mailroom.messaging.audit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tree as it grows: the roots of the largest complete subtrees, from left to right, one for
 * each bit of the size. From them the root of all follows, and what a further leaf makes.
 */
final class Peaks {
    /** Every so many levels the hashes of complete subtrees are kept in rows. */
    static final int STEP = 8;

    private final List<byte[]> hashes;
    private long size;

    private Peaks(long size, List<byte[]> hashes) {
        this.size = size;
        this.hashes = hashes;
    }

    static Peaks none() {
        return new Peaks(0, new ArrayList<>());
    }

    static Peaks of(long size, byte[] encoded) {
        if (encoded.length != Long.bitCount(size) * Merkle.HASH) {
            throw new IllegalArgumentException(encoded.length + " octets for size " + size);
        }
        var hashes = new ArrayList<byte[]>();
        for (int at = 0; at < encoded.length; at += Merkle.HASH) {
            hashes.add(Arrays.copyOfRange(encoded, at, at + Merkle.HASH));
        }
        return new Peaks(size, hashes);
    }

    /** A complete subtree whose hash is to be kept. */
    record Node(int level, long index, byte[] hash) {}

    /** Adds a leaf; gives the nodes that are complete now and are to be kept. */
    List<Node> add(byte[] leaf) {
        var kept = new ArrayList<Node>(0);
        byte[] hash = leaf;
        int level = 0;
        for (long bits = size; (bits & 1) == 1; bits >>>= 1) {
            hash = Merkle.node(hashes.removeLast(), hash);
            level++;
            if (level % STEP == 0) {
                kept.add(new Node(level, size >>> level, hash));
            }
        }
        hashes.add(hash);
        size++;
        return kept;
    }

    long size() {
        return size;
    }

    byte[] root() {
        if (hashes.isEmpty()) {
            return Merkle.empty();
        }
        byte[] root = hashes.getLast();
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = Merkle.node(hashes.get(i), root);
        }
        return root;
    }

    byte[] encode() {
        var out = new ByteArrayOutputStream();
        hashes.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
