package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mime.ByteSource;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.Summary;

import java.io.OutputStream;

/**
 * A message on its way in: what is written to it is sealed into staging and scanned at once.
 * Nothing of it stays when it is closed without having been filed. Not safe for several threads.
 *
 * <p>Write everything, {@link #finish()}, hand it to {@link AccountMail#append} or {@link
 * Deliverer}, close.
 */
public final class Incoming extends OutputStream {
    Incoming() {}

    @Override
    public void write(int b) {
        throw new UnsupportedOperationException();
    }

    /** Throws Refused: TOO_BIG past the message size limit, UNAVAILABLE when the disk is full. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Octets so far. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    /** The header block as far as it has been seen. */
    public HeaderBlock header() {
        throw new UnsupportedOperationException();
    }

    /** Ends the message; no more is written. */
    public Incoming finish() {
        throw new UnsupportedOperationException();
    }

    /** After {@link #finish()}. */
    public Summary summary() {
        throw new UnsupportedOperationException();
    }

    /** Reads the finished message back, for content checks before it is filed. */
    public ByteSource content() {
        throw new UnsupportedOperationException();
    }

    /** Lets go of staging; needless to call twice. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
