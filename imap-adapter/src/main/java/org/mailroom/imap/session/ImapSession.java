package org.mailroom.imap.session;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.Fetch;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.Search;
import org.mailroom.imap.command.Select;
import org.mailroom.imap.command.State;
import org.mailroom.imap.command.Store;
import org.mailroom.imap.command.SyntaxError;
import org.mailroom.imap.command.Tag;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.Draining;
import org.mailroom.transport.net.OverlongInput;
import org.mailroom.transport.net.ReadTimeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/**
 * One connection, from greeting to BYE: read a command, see that it may be given now, carry it out,
 * tell what else has changed, end it with its tagged line. Errors are answered here and nowhere
 * else. RFC 9051 §3, §5.
 */
public final class ImapSession {
    private static final Logger log = LoggerFactory.getLogger(ImapSession.class);
    private static final Commands COMMANDS = new Commands();

    private final Connection connection;
    private final Session session;
    private final int maxErrors;
    private int errors;

    public ImapSession(Services services, Connection connection) {
        this.connection = connection;
        this.session = new Session(services, connection);
        this.maxErrors = services.settings().maxErrors();
        connection.readTimeout(services.settings().loginTimeout());
    }

    /** Serves the connection to its end. */
    public void run() throws IOException {
        try (session) {
            session.writer()
                    .untaggedOk(new ResponseCode.Capability(Capabilities.of(session)), "Mailroom");
            boolean open = true;
            while (open) {
                open = turn();
            }
        } catch (Farewell e) {
            bye(e.text());
        } catch (Draining e) {
            bye("The server is shutting down");
        } catch (ReadTimeout e) {
            bye("Logged out for silence");
        } catch (OverlongInput e) {
            bye("Too long a line");
        }
    }

    /** RFC 9051 §7.1.5. Within a literal the client would take it for content. */
    private void bye(String text) throws IOException {
        if (!session.midLine()) {
            session.writer().bye(text);
        }
    }

    /** One command; false when it was the last. */
    private boolean turn() throws IOException {
        Command command = null;
        Tag tag = null;
        Reply reply;
        try {
            command = session.parser().next(session.enabled().names());
            tag = command.tag();
            errors = 0;
            reply = carryOut(command);
        } catch (SyntaxError e) {
            tag = e.tag().orElse(tag);
            reply = syntaxError(e);
        } catch (BadCommand e) {
            reply = Reply.bad(e.text());
        } catch (Refused e) {
            reply = refused(e);
        } catch (Farewell e) {
            throw e;
        } catch (RuntimeException e) {
            // Only the kind of command is logged: arguments are people's own.
            log.error("{}: {}", connection, name(command), e);
            if (session.midLine()) {
                return false;
            }
            reply = Reply.no(Plain.SERVERBUG, "Something went wrong here");
        }
        return end(tag, reply);
    }

    private static String name(@Nullable Command command) {
        return command == null ? "reading" : command.getClass().getSimpleName();
    }

    private Reply carryOut(Command command) throws IOException {
        State state = session.state();
        if (!command.requiredState().allows(state)) {
            return Reply.bad(
                    "Not possible in state " + state.name().toLowerCase(java.util.Locale.ROOT));
        }
        if (state != State.NOT_AUTHENTICATED) {
            session.checkAccount();
        }
        Reply reply = COMMANDS.handle(command, session);
        if (session.ifSelected().isPresent() && !(command instanceof Select)) {
            session.selected().sync(mayExpunge(command));
        }
        return reply;
    }

    /** Where the client counts messages by number, none may go meanwhile. RFC 9051 §7.5.1. */
    private static boolean mayExpunge(Command command) {
        return switch (command) {
            case Fetch fetch -> fetch.numbering() == Numbering.UID;
            case Store store -> store.numbering() == Numbering.UID;
            case Search search -> search.numbering() == Numbering.UID;
            default -> true;
        };
    }

    private Reply syntaxError(SyntaxError e) {
        errors++;
        return switch (e.answer()) {
            case BAD -> Reply.bad(e.message());
            case TOO_BIG -> Reply.bad(Plain.TOOBIG, e.message());
            case BAD_CHARSET ->
                    Reply.no(
                            new ResponseCode.BadCharset(List.of("UTF-8", "US-ASCII")), e.message());
            case CLOSE -> throw Farewell.because(e.message());
        };
    }

    private Reply refused(Refused e) throws IOException {
        if (session.midLine()) {
            log.warn("{}: cut off within a message: {}", connection, e.reason());
            throw new IOException("cannot end the line", e);
        }
        if (e.reason() == Refused.Reason.CORRUPT || e.reason() == Refused.Reason.UNAVAILABLE) {
            log.warn("{}: {}", connection, e.reason(), e);
        }
        return Replies.to(e);
    }

    /** The tagged line, and what comes after it. RFC 9051 §7.1. */
    private boolean end(@Nullable Tag tag, Reply reply) throws IOException {
        reply.write(session.writer(), tag);
        if (errors >= maxErrors) {
            throw Farewell.tooManyErrors();
        }
        if (reply.next() == Reply.Next.START_TLS) {
            connection.startTls();
        }
        return reply.next() != Reply.Next.CLOSE;
    }
}
