package org.mailroom.mailstore.blob;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.Chunks;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The two headers in a segment file, both 64 bytes, big-endian, ending in the CRC-32C of the rest.
 *
 * <pre>
 * segment: magic 4 | version 1 | zero 3 | number 8 | zero 44 | crc 4
 * record:  magic 4 | version 1 | zero 3 | blob id 16 | sealed size 8 | segment 8 | offset 8 | zero 12 | crc 4
 * </pre>
 *
 * Records begin at multiples of 64. A record's header names its own place, so that a copy of one in
 * another place, or what an overwritten record has left, is not taken for a record. The CRC is
 * against accidents; against malice the content's own seal stands, and rows, not headers, say what
 * exists.
 */
final class Headers {
    static final int BYTES = 64;

    private static final int SEGMENT_MAGIC = 0x4D525347; // MRSG
    private static final int RECORD_MAGIC = 0x4D524243; // MRBC
    private static final byte VERSION = 1;
    private static final int CRC_AT = BYTES - Integer.BYTES;

    private Headers() {}

    /** The first multiple of 64 that is not below {@code position}. */
    static long align(long position) {
        return (position + BYTES - 1) & -BYTES;
    }

    /** What a record with that content takes up, padding included. */
    static long recordSize(long sealedSize) {
        return align(BYTES + sealedSize);
    }

    static byte[] segment(long number) {
        byte[] header = new byte[BYTES];
        ByteBuffer.wrap(header).putInt(SEGMENT_MAGIC).put(VERSION).putLong(8, number);
        seal(header, 0);
        return header;
    }

    static boolean isSegment(byte[] header, long number) {
        ByteBuffer buffer = ByteBuffer.wrap(header);
        return buffer.getInt() == SEGMENT_MAGIC
                && buffer.get() == VERSION
                && buffer.getLong(8) == number
                && sealed(header, 0);
    }

    /** Writes the record's header to the beginning of {@code into}. */
    static void record(StoredBlob blob, byte[] into) {
        ByteBuffer.wrap(into)
                .putInt(RECORD_MAGIC)
                .put(VERSION)
                .put(new byte[3])
                .putLong(blob.id().high())
                .putLong(blob.id().low())
                .putLong(blob.sealedSize())
                .putLong(blob.place().segment())
                .putLong(blob.place().offset())
                .put(new byte[12]);
        seal(into, 0);
    }

    /** The record whose header lies at {@code at} of {@code from}, or null when none does. */
    static @Nullable StoredBlob record(byte[] from, int at, BlobRef.Place place) {
        ByteBuffer buffer = ByteBuffer.wrap(from, at, BYTES);
        if (buffer.getInt() != RECORD_MAGIC || buffer.get() != VERSION || !sealed(from, at)) {
            return null;
        }
        buffer.position(at + 8);
        BlobId id = new BlobId(buffer.getLong(), buffer.getLong());
        long sealedSize = buffer.getLong();
        BlobRef.Place written = new BlobRef.Place(buffer.getLong(), buffer.getLong());
        if (!written.equals(place) || sealedSize < Chunks.TAG) return null;
        return new StoredBlob(id, place, sealedSize);
    }

    private static void seal(byte[] header, int at) {
        ByteBuffer.wrap(header).putInt(at + CRC_AT, crc(header, at));
    }

    private static boolean sealed(byte[] header, int at) {
        return ByteBuffer.wrap(header).getInt(at + CRC_AT) == crc(header, at);
    }

    private static int crc(byte[] header, int at) {
        CRC32C crc = new CRC32C();
        crc.update(header, at, CRC_AT);
        return (int) crc.getValue();
    }
}
