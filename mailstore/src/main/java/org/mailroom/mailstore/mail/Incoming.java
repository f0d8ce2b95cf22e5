package org.mailroom.mailstore.mail;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.blob.BlobReader;
import org.mailroom.mailstore.blob.Staged;
import org.mailroom.mailstore.blob.StorageFull;
import org.mailroom.mailstore.mime.ByteSource;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.MessageScanner;
import org.mailroom.mailstore.mime.Summary;
import org.mailroom.mailstore.refusal.Refused;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A message on its way in: what is written to it is sealed into staging and scanned at once.
 * Nothing of it stays when it is closed without having been filed. Not safe for several threads.
 *
 * <p>Write everything, {@link #finish()}, hand it to {@link AccountMail#append} or {@link
 * Deliverer}, close.
 */
public final class Incoming extends OutputStream {
    private final Staged staged;
    private final long limit;
    private final MessageScanner scanner = new MessageScanner();
    private final byte[] single = new byte[1];
    private @Nullable Summary summary;
    private @Nullable BlobReader reader;

    /**
     * @param limit most octets of a message
     */
    Incoming(Staged staged, long limit) {
        this.staged = staged;
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        single[0] = (byte) b;
        write(single, 0, 1);
    }

    /** Throws Refused: TOO_BIG past the message size limit, UNAVAILABLE when the disk is full. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (staged.size() + length > limit) {
            throw new Refused(Refused.Reason.TOO_BIG, "A message has at most " + limit + " octets");
        }
        try {
            staged.write(bytes, offset, length);
        } catch (IOException e) {
            throw unavailable(e);
        }
        scanner.write(bytes, offset, length);
    }

    /** What a client hears of a failing disk. */
    static Refused unavailable(IOException e) {
        String what = e instanceof StorageFull ? "The disk is full" : "Storage failed";
        return new Refused(Refused.Reason.UNAVAILABLE, what + "; nothing was kept", e);
    }

    /** Octets so far. */
    public long size() {
        return staged.size();
    }

    /** The header block as far as it has been seen. */
    public HeaderBlock header() {
        return scanner.header();
    }

    /** Ends the message; no more is written. */
    public Incoming finish() {
        if (summary == null) {
            try {
                staged.finish();
            } catch (IOException e) {
                throw unavailable(e);
            }
            summary = scanner.summary();
        }
        return this;
    }

    /** After {@link #finish()}. */
    public Summary summary() {
        Summary s = summary;
        if (s == null) {
            throw new IllegalStateException("the message has not ended");
        }
        return s;
    }

    /** Reads the finished message back, for content checks before it is filed. */
    public ByteSource content() {
        BlobReader r = reader;
        if (r == null) {
            r = staged.reader();
            reader = r;
        }
        return r::stream;
    }

    Staged staged() {
        return staged;
    }

    /** Lets go of staging; needless to call twice. */
    @Override
    public void close() {
        BlobReader r = reader;
        reader = null;
        if (r != null) {
            r.close();
        }
        staged.close();
    }
}
