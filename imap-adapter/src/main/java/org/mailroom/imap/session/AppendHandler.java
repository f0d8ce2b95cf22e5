package org.mailroom.imap.session;

import org.mailroom.imap.command.Append;
import org.mailroom.imap.command.AppendMessage;
import org.mailroom.imap.command.MessageLiteral;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.mailstore.mail.Filed;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.NewEmail;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.transport.net.Input;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * APPEND of one message or several, all of them or none. Each literal goes from the wire into
 * sealed staging. What will be refused is refused before a client that asks sends it; what comes
 * unasked is read and forgotten. RFC 9051 §6.3.12, RFC 3502, RFC 7889, RFC 6855 §4.
 */
final class AppendHandler {
    /** All messages of one APPEND together, in terms of the largest one. */
    private static final int TOTAL = 4;

    Reply handle(Append append, Session session) throws IOException {
        Optional<Mailbox> target = session.mail().view().mailbox(Names.of(append.mailbox()));
        if (target.isEmpty()) {
            session.parser().abandonAppend(false);
            return CopyHandler.tryCreate(append.mailbox());
        }
        try (var batch = new Batch(session)) {
            Optional<AppendMessage> next = Optional.of(append.first());
            while (next.isPresent()) {
                MessageLiteral literal = next.get().literal();
                Optional<Reply> objection = batch.objection(literal);
                boolean read = objection.isEmpty();
                if (read) {
                    objection = batch.take(next.get());
                }
                if (objection.isPresent()) {
                    session.parser().abandonAppend(read);
                    return objection.get();
                }
                next = session.parser().nextMessage();
            }
            Filed filed = session.mail().append(target.get().id(), batch.messages);
            return Reply.ok(
                    new ResponseCode.AppendUid(filed.uidValidity(), SequenceSet.of(filed.uids())),
                    "APPEND completed");
        }
    }

    /** The messages that have come so far. */
    private static final class Batch implements AutoCloseable {
        private final Session session;
        private final List<NewEmail> messages = new ArrayList<>();
        private long total;

        Batch(Session session) {
            this.session = session;
        }

        /** Why a message is not wanted, as far as can be told before it comes. */
        Optional<Reply> objection(MessageLiteral literal) {
            ImapSettings settings = session.services().settings();
            if (literal.utf8() && !session.enabled().utf8()) {
                // RFC 6855 §4
                return Optional.of(Reply.bad("UTF8 must be enabled first"));
            }
            if (literal.size() == 0) {
                // RFC 3502 §6.3.11: the way to call it off.
                return Optional.of(Reply.no(Plain.CANNOT, "An empty message is not kept"));
            }
            if (literal.size() > settings.appendLimit()
                    || total + literal.size() > TOTAL * settings.appendLimit()) {
                return Optional.of(Reply.no(Plain.TOOBIG, "Larger than APPENDLIMIT"));
            }
            if (messages.size() == settings.appendMessages()) {
                return Optional.of(Reply.no(Plain.LIMIT, "Too many messages in one APPEND"));
            }
            return Optional.empty();
        }

        /** Reads a message; why it is refused, if the store would not have all of it. */
        Optional<Reply> take(AppendMessage message) throws IOException {
            if (message.literal().synchronising()) {
                session.writer().continuation("Ready for the message");
            }
            Incoming incoming = session.services().store().receive();
            Instant received =
                    message.internalDate().map(OffsetDateTime::toInstant).orElseGet(Instant::now);
            messages.add(new NewEmail(incoming, FlagLists.of(message.flags()), received));
            total += message.literal().size();
            return receive(message.literal().size(), incoming);
        }

        /** Reads the whole literal, also when the store wants no more of it. */
        private Optional<Reply> receive(long size, Incoming incoming) throws IOException {
            Input input = session.connection().input();
            byte[] buffer = new byte[(int) Math.min(size, 16 * 1024)];
            long left = size;
            try {
                while (left > 0) {
                    int n = input.read(buffer, 0, (int) Math.min(left, buffer.length));
                    left -= n;
                    incoming.write(buffer, 0, n);
                }
                incoming.finish();
                return Optional.empty();
            } catch (Refused e) {
                input.skip(left);
                return Optional.of(Replies.to(e));
            }
        }

        @Override
        public void close() {
            messages.forEach(message -> message.content().close());
        }
    }
}
