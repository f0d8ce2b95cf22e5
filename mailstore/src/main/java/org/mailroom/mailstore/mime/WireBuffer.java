package org.mailroom.mailstore.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes: wire text with one char an octet, and variable-length numbers. */
final class WireBuffer {
    private byte[] bytes;
    private int length;

    WireBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    /** Drops everything after the first length octets. */
    void truncate(int length) {
        this.length = length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    WireBuffer append(char octet) {
        room(1);
        bytes[length++] = (byte) octet;
        return this;
    }

    /** Latin-1 text, one octet a char. */
    @SuppressWarnings("deprecation") // the low bytes are exactly what is wanted, without a copy
    WireBuffer append(String octets) {
        int more = octets.length();
        room(more);
        octets.getBytes(0, more, bytes, length);
        length += more;
        return this;
    }

    WireBuffer append(byte[] more) {
        return append(more, 0, more.length);
    }

    WireBuffer append(byte[] more, int offset, int count) {
        room(count);
        System.arraycopy(more, offset, bytes, length, count);
        length += count;
        return this;
    }

    WireBuffer append(long number) {
        if (number >= 0 && number < 10) return append((char) ('0' + number));
        return append(Long.toString(number));
    }

    /** A non-negative number, seven bits an octet, lowest first. */
    WireBuffer varint(long number) {
        long rest = number;
        while (rest >= 0x80) {
            append((char) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        return append((char) rest);
    }

    WireBuffer block(byte[] block) {
        return varint(block.length).append(block);
    }

    WireBuffer utf8(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
