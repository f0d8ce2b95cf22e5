package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.blob.BlobReader;
import org.mailroom.mailstore.mime.ByteSource;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.seal.TamperedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The content of one stored email, decrypted as it is read. Close it. */
public final class Content implements ByteSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Content.class);

    private final BlobReader reader;
    private final long emailId;

    Content(BlobReader reader, long emailId) {
        this.reader = reader;
        this.emailId = emailId;
    }

    /** Octets. */
    public long size() {
        return reader.size();
    }

    /** Throws {@link Refused} CORRUPT while it is read if the sealed bytes fail their check. */
    @Override
    public InputStream range(long offset, long length) {
        return new FilterInputStream(reader.stream(offset, length)) {
            @Override
            public int read() throws IOException {
                try {
                    return super.read();
                } catch (TamperedException e) {
                    throw corrupt(emailId, e);
                }
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                try {
                    return super.read(b, off, len);
                } catch (TamperedException e) {
                    throw corrupt(emailId, e);
                }
            }
        };
    }

    /**
     * Writes the bytes from {@code offset} on, {@code length} of them; reads only the chunks that
     * hold them.
     *
     * @throws Refused CORRUPT if the sealed bytes fail their check
     */
    public void transferTo(OutputStream out, long offset, long length) throws IOException {
        try {
            reader.transferTo(out, offset, length);
        } catch (TamperedException e) {
            throw corrupt(emailId, e);
        }
    }

    /** Sealed data that fails its check is logged for the operator and never served. */
    static Refused corrupt(long emailId, TamperedException e) {
        LOG.error("email {} is damaged on disk: run verify", emailId, e);
        return new Refused(Refused.Reason.CORRUPT, "The message is damaged on disk", e);
    }

    @Override
    public void close() {
        reader.close();
    }
}
