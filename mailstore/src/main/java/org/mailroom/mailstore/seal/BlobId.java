package org.mailroom.mailstore.seal;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * 128 random bits that name one blob for ever; its content and its wrapped keys are bound to it.
 */
public record BlobId(long high, long low) {
    public static final int BYTES = 16;

    public static BlobId random() {
        return of(Aead.random(BYTES));
    }

    /** The id that {@link #toBytes} wrote. */
    public static BlobId of(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("blob id of " + bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new BlobId(buffer.getLong(), buffer.getLong());
    }

    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
