package org.mailroom.mailstore.mime;

import java.io.OutputStream;

/**
 * Watches a message stream past and notes its structure. Feed every byte, in chunks of any size,
 * then {@link #summary()}. Takes any input; keeps headers (bounded), never bodies.
 */
public final class MessageScanner extends OutputStream {
    @Override
    public void write(int b) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Octets seen so far. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    /** The message's own header block, as far as it was seen and kept. */
    public HeaderBlock header() {
        throw new UnsupportedOperationException();
    }

    /** Whether the message's own header block has ended. */
    public boolean headerSeen() {
        throw new UnsupportedOperationException();
    }

    /** Ends the message. */
    public Summary summary() {
        throw new UnsupportedOperationException();
    }

    /** Scans a message in memory. */
    public static Summary scan(byte[] message) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(message, 0, message.length);
        return scanner.summary();
    }
}
