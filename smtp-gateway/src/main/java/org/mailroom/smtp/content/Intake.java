package org.mailroom.smtp.content;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where the octets of a message go while they are read. Once something is wrong with it the rest is
 * forgotten, so that the reader gets to the end in peace and the client hears the reason then.
 */
public final class Intake extends OutputStream {
    private final Incoming incoming;
    private final OutputStream message;
    private final @Nullable HeaderCompletion completion;
    private final @Nullable LineEnds lineEnds;
    private final long most;
    private long taken;
    private @Nullable RuntimeException failure;

    /**
     * @param completion what is changed in the header on the way; none for mail that only passes
     * @param binary whether any octets may come, as with BINARYMIME
     * @param most octets
     */
    public Intake(
            Incoming incoming, @Nullable HeaderCompletion completion, boolean binary, long most) {
        this.incoming = incoming;
        this.completion = completion;
        this.message = completion == null ? incoming : completion;
        this.lineEnds = binary ? null : new LineEnds();
        this.most = most;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        taken += length;
        if (lineEnds != null) {
            lineEnds.look(bytes, offset, length);
        }
        if (failed()) {
            return;
        }
        if (taken > most) {
            failure = new Refused(Reason.TOO_BIG, "Message is larger than " + most + " octets");
            return;
        }
        try {
            message.write(bytes, offset, length);
        } catch (IOException e) {
            failure = new Refused(Reason.UNAVAILABLE, "Message cannot be stored now", e);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Whether the message will be refused already. */
    public boolean failed() {
        return failure != null || bareLineEnd();
    }

    /** Whether a CR or LF has come alone. */
    public boolean bareLineEnd() {
        return lineEnds != null && lineEnds.bare();
    }

    /** Octets the client has sent. */
    public long taken() {
        return taken;
    }

    /**
     * Nothing more comes.
     *
     * @throws BareLineEnd if the message is unfit for any server
     * @throws Refused why it cannot be taken
     */
    public Incoming finish() throws BareLineEnd {
        if (lineEnds != null && lineEnds.bareAtEnd()) {
            throw new BareLineEnd();
        }
        if (failure != null) {
            throw failure;
        }
        try {
            if (completion != null) {
                completion.end();
            }
        } catch (IOException e) {
            throw new Refused(Reason.UNAVAILABLE, "Message cannot be stored now", e);
        }
        return incoming.finish();
    }

    /** Lets go of what was staged. */
    @Override
    public void close() {
        incoming.close();
    }

    /** A CR or LF came alone. RFC 5321 §2.3.8. */
    public static final class BareLineEnd extends Exception {
        private static final long serialVersionUID = 1L;

        BareLineEnd() {
            super("CR or LF alone in the message", null, false, false);
        }
    }
}
