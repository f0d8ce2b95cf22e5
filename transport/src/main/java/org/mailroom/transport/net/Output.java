package org.mailroom.transport.net;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What goes to the client. Buffered; {@link Input} flushes it before waiting, so that a protocol
 * need not. Holds a buffer only while there is something in it. For the serving thread only.
 *
 * <p>Every method may write to the socket and throws {@link WriteTimeout} if the client does not
 * read. Never call one while holding a lock or a transaction.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Output {
    Output() {}

    public Output write(byte[] bytes) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Output write(byte[] bytes, int offset, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Output write(int oneByte) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** One byte per character; characters past U+00FF become {@code ?}. */
    public Output ascii(CharSequence text) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Output utf8(String text) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** In decimal. */
    public Output number(long value) throws IOException {
        throw new UnsupportedOperationException();
    }

    public Output crlf() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The same as a stream, for those who copy into one; closing it only flushes. */
    public OutputStream stream() {
        throw new UnsupportedOperationException();
    }

    public void flush() throws IOException {
        throw new UnsupportedOperationException();
    }
}
