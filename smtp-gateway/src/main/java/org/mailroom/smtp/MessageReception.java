package org.mailroom.smtp;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mime.MailDate;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.smtp.command.Command;
import org.mailroom.smtp.content.DotReader;
import org.mailroom.smtp.content.HeaderCompletion;
import org.mailroom.smtp.content.Intake;
import org.mailroom.smtp.content.Trace;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.Input;
import org.mailroom.transport.net.ReadTimeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The content of a message: reads it to its end whatever comes, and answers when it has been
 * accepted or not ({@link Acceptance}). RFC 5321 §4.1.1.4, RFC 3030 §2, RFC 2033 §4.2.
 */
final class MessageReception {
    /** Past so many times the largest message nobody reads on to an end that may never come. */
    private static final int ENDLESS = 4;

    /** A client slower than this in the long run, in octets a second, is cut off. */
    private static final int SLOWEST = 1024;

    /**
     * Whoever sends bare line ends is likely to wait for an answer to an end we do not take for
     * one; it gets the answer after this silence.
     */
    private static final Duration BARE_LINE_END_PATIENCE = Duration.ofSeconds(10);

    private final SmtpServer server;
    private final SmtpServices services;
    private final SmtpSettings settings;
    private final Connection connection;
    private final Acceptance acceptance;

    MessageReception(SmtpServer server, Connection connection) {
        this.server = server;
        this.services = server.services();
        this.settings = server.settings();
        this.connection = connection;
        this.acceptance = new Acceptance(server);
    }

    /**
     * Replies to a chunk.
     *
     * @param over whether the transaction has ended
     */
    record ChunkResult(boolean over, List<Reply> replies) {}

    /** DATA. */
    List<Reply> data(Transaction open, Trace trace) throws IOException {
        try (Intake intake = intake(open, trace)) {
            Reply.of(354, "", "Send the message; end it with a dot on a line of its own")
                    .writeTo(connection.output());
            boolean complete = readToDot(intake);
            connection.readTimeout(settings.commandTimeout());
            if (complete) {
                return accept(open, intake);
            }
            if (endless(intake.taken())) {
                return List.of(TOO_BIG, tooMuch());
            }
            return intake.bareLineEnd() ? List.of(BARE_LINE_END, tooSlow()) : List.of(tooSlow());
        }
    }

    private static final Reply BARE_LINE_END =
            Reply.of(
                    550,
                    "5.6.0",
                    "Message holds a CR or LF alone; lines have to end with CR LF together");

    /** Returns whether the end came, and in time. */
    private boolean readToDot(Intake intake) throws IOException {
        Pace pace = new Pace(services.clock().millis());
        connection.readTimeout(settings.contentTimeout());
        DotReader dots = new DotReader();
        try {
            while (!dots.step(connection.input(), intake)) {
                if (pace.tooSlow(intake.taken()) || endless(intake.taken())) {
                    return false;
                }
                if (intake.bareLineEnd()) {
                    connection.readTimeout(BARE_LINE_END_PATIENCE);
                }
            }
            return true;
        } catch (ReadTimeout e) {
            return false;
        }
    }

    private static final Reply TOO_BIG =
            Reply.refused(Refused.Reason.TOO_BIG, "Message is far too large");

    private boolean endless(long octets) {
        return octets / ENDLESS > services.policy().settings().maxMessageBytes();
    }

    private Reply tooMuch() {
        return Reply.of(421, "4.7.0", settings.hostName() + " Not reading on");
    }

    private Reply tooSlow() {
        return Reply.of(421, "4.4.2", settings.hostName() + " Message came too slowly");
    }

    /** Keeps the time a message takes. */
    private final class Pace {
        private final long began;

        Pace(long began) {
            this.began = began;
        }

        boolean tooSlow(long octets) {
            long allowed = settings.contentTimeout().toMillis() + octets * 1000 / SLOWEST;
            return services.clock().millis() - began > allowed;
        }
    }

    /** One BDAT. */
    ChunkResult chunk(Transaction open, Command.Bdat chunk, Trace trace) throws IOException {
        if (endless(chunk.size())) {
            return new ChunkResult(true, List.of(TOO_BIG, tooMuch()));
        }
        Intake intake = open.chunks();
        if (intake == null) {
            try {
                intake = intake(open, trace);
            } catch (RuntimeException e) {
                skip(chunk);
                Reply no = Acceptance.reply(open, e);
                return new ChunkResult(true, chunk.last() ? forEach(open, no) : List.of(no));
            }
            open.chunks(intake);
        }
        if (!readChunk(chunk, intake)) {
            return new ChunkResult(true, List.of(tooSlow()));
        }
        if (chunk.last()) {
            return new ChunkResult(true, accept(open, intake));
        }
        if (intake.failed()) {
            return new ChunkResult(true, List.of(failure(open, intake)));
        }
        return new ChunkResult(
                false, List.of(Reply.ok("2.0.0", chunk.size() + " octets received")));
    }

    private boolean readChunk(Command.Bdat chunk, Intake intake) throws IOException {
        Pace pace = new Pace(services.clock().millis());
        long before = intake.taken();
        connection.readTimeout(settings.contentTimeout());
        Input input = connection.input();
        for (long left = chunk.size(); left > 0; ) {
            ByteBuffer buffer = input.peek();
            int step = (int) Math.min(left, buffer.remaining());
            intake.write(buffer.array(), buffer.arrayOffset() + buffer.position(), step);
            input.consume(step);
            left -= step;
            if (pace.tooSlow(intake.taken() - before)) {
                return false;
            }
        }
        connection.readTimeout(settings.commandTimeout());
        return true;
    }

    /**
     * The octets of a chunk that cannot be used: they come all the same. RFC 3030 §2.
     *
     * @return false if they are too many to be read to their end
     */
    boolean skip(Command.Bdat chunk) throws IOException {
        if (endless(chunk.size())) {
            return false;
        }
        connection.readTimeout(settings.contentTimeout());
        connection.input().skip(chunk.size());
        connection.readTimeout(settings.commandTimeout());
        return true;
    }

    /** Staging, with what this server puts in front. */
    private Intake intake(Transaction open, Trace trace) {
        OffsetDateTime now =
                services.clock().instant().atZone(ZoneId.systemDefault()).toOffsetDateTime();
        Incoming incoming = services.store().receive();
        try {
            byte[] fields = trace.fields(now);
            incoming.write(fields, 0, fields.length);
            return new Intake(
                    incoming,
                    completion(open, incoming, now),
                    open.mail().body() == Command.Body.BINARY_MIME,
                    services.policy().settings().maxMessageBytes());
        } catch (RuntimeException e) {
            incoming.close();
            throw e;
        }
    }

    private @Nullable HeaderCompletion completion(
            Transaction open, Incoming incoming, OffsetDateTime now) {
        Set<Obligation> owed = open.obligations();
        if (owed.isEmpty() || !(open.sender() instanceof Sender.Person(Account account))) {
            return null;
        }
        HeaderCompletion.Values values =
                new HeaderCompletion.Values(
                        "<"
                                + open.mail()
                                        .reversePath()
                                        .map(AddrSpec::toString)
                                        .orElse(account.address())
                                + ">",
                        MailDate.format(now),
                        "<" + UUID.randomUUID() + "@" + settings.hostName() + ">");
        return new HeaderCompletion(
                incoming,
                owed.contains(Obligation.COMPLETE_HEADER)
                        ? EnumSet.allOf(HeaderCompletion.Field.class)
                        : EnumSet.noneOf(HeaderCompletion.Field.class),
                values,
                owed.contains(Obligation.HIDE_BCC));
    }

    /** All of it is here. The answers: one, or with LMTP one for each recipient. */
    private List<Reply> accept(Transaction open, Intake intake) {
        try {
            return acceptance.answers(open, intake.finish());
        } catch (Intake.BareLineEnd e) {
            return forEach(open, BARE_LINE_END);
        } catch (RuntimeException e) {
            return forEach(open, Acceptance.reply(open, e));
        }
    }

    private Reply failure(Transaction open, Intake intake) {
        try {
            intake.finish();
            throw new IllegalStateException("intake failed, yet finishes");
        } catch (Intake.BareLineEnd e) {
            return BARE_LINE_END;
        } catch (RuntimeException e) {
            return Acceptance.reply(open, e);
        }
    }

    private List<Reply> forEach(Transaction open, Reply reply) {
        return server.role() == SmtpRole.LMTP
                ? Collections.nCopies(open.recipients().size(), reply)
                : List.of(reply);
    }
}
