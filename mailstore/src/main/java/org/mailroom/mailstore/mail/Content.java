package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mime.ByteSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The content of one stored email, decrypted as it is read. Close it. */
public final class Content implements ByteSource, AutoCloseable {
    Content() {}

    /** Octets. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream range(long offset, long length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes the bytes from {@code offset} on, {@code length} of them; reads only the chunks that
     * hold them.
     *
     * @throws org.mailroom.mailstore.refusal.Refused CORRUPT if the sealed bytes fail their check
     */
    public void transferTo(OutputStream out, long offset, long length) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
