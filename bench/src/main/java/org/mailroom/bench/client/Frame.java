package org.mailroom.bench.client;

import java.util.Arrays;

/**
 * Bytes ready to be sent, with places where a serial number goes: every message is another one, and
 * making it costs the generator sixteen bytes a place. For one thread.
 */
public final class Frame {
    static final int DIGITS = 16;

    private final byte[] bytes;
    private final int[] slots;

    Frame(byte[] bytes, int[] slots) {
        this.bytes = bytes;
        this.slots = slots;
    }

    /** Writes the serial number into every place, in hexadecimal. */
    public Frame number(long serial) {
        for (int slot : slots) {
            long left = serial;
            for (int i = DIGITS - 1; i >= 0; i--) {
                bytes[slot + i] = (byte) Character.forDigit((int) (left & 15), 16);
                left >>>= 4;
            }
        }
        return this;
    }

    /** A copy with other bytes around it. */
    public Frame within(byte[] before, byte[] after) {
        byte[] all = Arrays.copyOf(before, before.length + bytes.length + after.length);
        System.arraycopy(bytes, 0, all, before.length, bytes.length);
        System.arraycopy(after, 0, all, before.length + bytes.length, after.length);
        return new Frame(all, Arrays.stream(slots).map(slot -> slot + before.length).toArray());
    }

    /** This frame followed by another. */
    public Frame then(Frame next) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + next.bytes.length);
        System.arraycopy(next.bytes, 0, all, bytes.length, next.bytes.length);
        int[] places = Arrays.copyOf(slots, slots.length + next.slots.length);
        for (int i = 0; i < next.slots.length; i++) {
            places[slots.length + i] = next.slots[i] + bytes.length;
        }
        return new Frame(all, places);
    }

    /** The bytes themselves, not a copy. */
    public byte[] bytes() {
        return bytes;
    }
}
