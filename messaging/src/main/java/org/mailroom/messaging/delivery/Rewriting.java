package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mime.ByteSource;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.Range;
import org.mailroom.mailstore.refusal.Refused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A version of a message with some fields of its header left out and others put in front. */
public final class Rewriting {
    /** A longer header is nobody's message. */
    private static final long LONGEST_HEADER = 1 << 20;

    private final MailStore store;

    public Rewriting(MailStore store) {
        this.store = store;
    }

    /**
     * Makes the version; the body is copied as it is.
     *
     * @param header where the message's header lies
     * @param size of the whole message
     * @param without names of the fields that go
     * @param lines finished header lines that come first
     * @return finished; the caller's to close
     */
    public Incoming of(
            ByteSource message, Range header, long size, List<String> without, String lines) {
        if (header.length() > LONGEST_HEADER) {
            throw new Refused(Refused.Reason.TOO_BIG, "The message's header is too long");
        }
        Incoming version = store.receive();
        try {
            write(version, lines.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = message.range(header.offset(), header.length())) {
                write(version, HeaderBlock.of(in.readAllBytes()).select(without, true));
            }
            try (InputStream in = message.range(header.end(), size - header.end())) {
                in.transferTo(version);
            }
            return version.finish();
        } catch (IOException e) {
            version.close();
            throw new Refused(Refused.Reason.UNAVAILABLE, "Storage failed; nothing was kept", e);
        } catch (RuntimeException e) {
            version.close();
            throw e;
        }
    }

    /** The same of a message that has just come. */
    public Incoming of(Incoming message, List<String> without, String lines) {
        Range header = message.summary().structure().header();
        return of(message.content(), header, message.size(), without, lines);
    }

    private static void write(Incoming to, byte[] bytes) {
        to.write(bytes, 0, bytes.length);
    }
}
