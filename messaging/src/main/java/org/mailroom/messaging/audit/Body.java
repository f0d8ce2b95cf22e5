package org.mailroom.messaging.audit;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What a record says, in its one form as octets, big-endian:
 *
 * <pre>
 * version 1 | time 8 | action 2 | severity 1 | actor 8 | subject 8 | key 4
 *   | length 2, name and object, sealed | whose key 1 | length 2, reason, sealed
 * </pre>
 *
 * Time is in milliseconds since 1970; an account that is none is 0. The record's hash is over
 * number 8 | hash of the record before 32 | body.
 *
 * @param key number of the log's key that sealed {@code text}, and {@code reason} if it is {@link
 *     #LOG}'s
 * @param text the actor's name, a line feed, the object; sealed, or empty
 * @param owner whose key sealed the reason: {@link #NOBODY}, {@link #SUBJECT} or {@link #LOG}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Body(
        long at,
        int action,
        int severity,
        long actor,
        long subject,
        int key,
        byte[] text,
        byte owner,
        byte[] reason) {
    static final byte NOBODY = 0;
    static final byte SUBJECT = 1;
    static final byte LOG = 2;

    /** Of the record before the first. */
    static final byte[] NO_HASH = new byte[Merkle.HASH];

    private static final byte VERSION = 1;
    private static final int FIXED = 1 + 8 + 2 + 1 + 8 + 8 + 4 + 2 + 1 + 2;

    byte[] encode() {
        return ByteBuffer.allocate(FIXED + text.length + reason.length)
                .put(VERSION)
                .putLong(at)
                .putShort((short) action)
                .put((byte) severity)
                .putLong(actor)
                .putLong(subject)
                .putInt(key)
                .putShort((short) text.length)
                .put(text)
                .put(owner)
                .putShort((short) reason.length)
                .put(reason)
                .array();
    }

    /** Empty if the octets are no body: altered, or of a later version. */
    static Optional<Body> decode(byte[] octets) {
        try {
            ByteBuffer in = ByteBuffer.wrap(octets);
            if (in.get() != VERSION) {
                return Optional.empty();
            }
            Body body =
                    new Body(
                            in.getLong(),
                            in.getShort(),
                            in.get(),
                            in.getLong(),
                            in.getLong(),
                            in.getInt(),
                            bytes(in),
                            in.get(),
                            bytes(in));
            return in.hasRemaining() ? Optional.empty() : Optional.of(body);
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return bytes;
    }

    /** The hash of a record, which is its leaf of the tree. RFC 9162 §2.1.1. */
    static byte[] hash(long seq, byte[] previous, byte[] body) {
        MessageDigest digest = Merkle.sha256();
        digest.update((byte) 0);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seq).flip());
        digest.update(previous);
        return digest.digest(body);
    }

    /** The account itself, or nobody else's business: left out of what an owner is shown first. */
    boolean routine() {
        return Action.of(action).filter(a -> a.kind() == Action.Kind.MAIL).isPresent()
                && severity == 0;
    }
}
