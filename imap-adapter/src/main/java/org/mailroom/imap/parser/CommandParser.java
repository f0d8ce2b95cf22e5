package org.mailroom.imap.parser;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.command.Append;
import org.mailroom.imap.command.AppendMessage;
import org.mailroom.imap.command.Authenticate;
import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.MessageLiteral;
import org.mailroom.imap.command.NameEncoding;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.Search;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.SyntaxError;
import org.mailroom.imap.command.Tag;
import org.mailroom.transport.net.Line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads commands off a connection. Strict in what the grammar needs to be told apart, lenient in
 * what real clients get wrong: case, spaces at the end, quoting. For one thread. RFC 9051 §9.
 *
 * <p>After an {@link Append} the wire stands at a message's literal: the session either reads
 * exactly those bytes (after {@link CommandSource#continueLiteral} if it is synchronising) and asks
 * for the {@link #nextMessage}, or calls {@link #abandonAppend}.
 */
public final class CommandParser {
    private static final int ID_FIELDS = 30;
    private static final int ID_VALUE = 1024;
    private static final int CAPABILITIES = 100;
    private static final String BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

    private final CommandSource source;
    private final ParserLimits limits;
    private @Nullable Appending appending;

    /** An APPEND of which not all messages have been read. */
    private record Appending(Tag tag, Arguments arguments, int messages, MessageLiteral literal) {}

    public CommandParser(CommandSource source, ParserLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    /**
     * The next command.
     *
     * @throws SyntaxError with the tag, if one could be read; the wire then stands at the next
     *     command, unless the answer is to close
     */
    public Command next(NameEncoding names) throws IOException {
        appending = null;
        Line line = source.readCommand(limits.line());
        Arguments arguments = new Arguments(source, limits, names, line.bytes());
        Optional<Tag> tag = Optional.empty();
        try {
            tag = Optional.of(arguments.tag());
            if (line.tooLong()) {
                throw arguments.tooLong();
            }
            arguments.space();
            return command(tag.get(), arguments);
        } catch (SyntaxError e) {
            // The lost end of a line that is too long may announce a literal that holds anything.
            throw afterRest(tag, arguments, line.tooLong() ? arguments.tooLong() : e);
        }
    }

    /** The next message of the APPEND whose last message's bytes have just been read. */
    public Optional<AppendMessage> nextMessage() throws IOException {
        Appending append = Objects.requireNonNull(appending, "no APPEND is being read");
        Arguments arguments = append.arguments();
        try {
            arguments.forgetSize();
            arguments.continueLine();
            if (append.literal().utf8()) {
                arguments.expect(')');
            }
            if (!arguments.more()) {
                appending = null;
                return Optional.empty();
            }
            if (append.messages() >= limits.messages()) {
                throw arguments.error("more than " + limits.messages() + " messages");
            }
            AppendMessage message = new AppendParser(arguments).message();
            appending =
                    new Appending(
                            append.tag(), arguments, append.messages() + 1, message.literal());
            return Optional.of(message);
        } catch (SyntaxError e) {
            appending = null;
            throw afterRest(Optional.of(append.tag()), arguments, e);
        }
    }

    /**
     * Gives up an APPEND: reads past whatever the client sends of it without being asked.
     *
     * @param literalRead whether the bytes of the last message announced have been read
     */
    public void abandonAppend(boolean literalRead) throws IOException {
        Appending append = Objects.requireNonNull(appending, "no APPEND is being read");
        appending = null;
        Arguments arguments = append.arguments();
        try {
            if (literalRead) {
                arguments.forgetSize();
                arguments.continueLine();
            }
            arguments.skipRest();
        } catch (SyntaxError e) {
            throw e.withTag(append.tag());
        }
    }

    private static SyntaxError afterRest(Optional<Tag> tag, Arguments arguments, SyntaxError e)
            throws IOException {
        SyntaxError last = e;
        if (e.answer() != SyntaxError.Answer.CLOSE) {
            try {
                arguments.skipRest();
            } catch (SyntaxError close) {
                last = close;
            }
        }
        return tag.isPresent() ? last.withTag(tag.get()) : last;
    }

    private Command command(Tag tag, Arguments in) throws IOException {
        String verb = in.atom("a command").toUpperCase(Locale.ROOT);
        Command command =
                switch (verb) {
                    case "CAPABILITY" -> new Command.Capability(tag);
                    case "NOOP" -> new Command.Noop(tag);
                    case "LOGOUT" -> new Command.Logout(tag);
                    case "ID" -> id(tag, in);
                    case "STARTTLS" -> new Command.StartTls(tag);
                    case "LOGIN" -> login(tag, in);
                    case "AUTHENTICATE" -> authenticate(tag, in);
                    case "ENABLE" -> enable(tag, in);
                    case "NAMESPACE" -> new Command.Namespace(tag);
                    case "IDLE" -> new Command.Idle(tag);
                    case "SELECT" -> new SelectParser(in).select(tag, false);
                    case "EXAMINE" -> new SelectParser(in).select(tag, true);
                    case "CREATE" -> new ListParser(in).create(tag);
                    case "DELETE" -> {
                        in.space();
                        yield new Command.Delete(tag, in.mailbox());
                    }
                    case "RENAME" -> rename(tag, in);
                    case "SUBSCRIBE" -> {
                        in.space();
                        yield new Command.Subscribe(tag, in.mailbox());
                    }
                    case "UNSUBSCRIBE" -> {
                        in.space();
                        yield new Command.Unsubscribe(tag, in.mailbox());
                    }
                    case "LIST" -> new ListParser(in).list(tag);
                    case "LSUB" -> new ListParser(in).lsub(tag);
                    case "STATUS" -> new ListParser(in).status(tag);
                    case "APPEND" -> append(tag, in);
                    case "CHECK" -> new Command.Check(tag);
                    case "CLOSE" -> new Command.Close(tag);
                    case "UNSELECT" -> new Command.Unselect(tag);
                    case "EXPUNGE" -> new Command.Expunge(tag, Optional.empty());
                    case "SETACL" -> new AclParser(in).set(tag);
                    case "DELETEACL" -> new AclParser(in).delete(tag);
                    case "GETACL" -> new AclParser(in).show(tag);
                    case "LISTRIGHTS" -> new AclParser(in).possible(tag);
                    case "MYRIGHTS" -> new AclParser(in).mine(tag);
                    case "UID" -> uid(tag, in);
                    default -> numbered(verb, Numbering.SEQUENCE, tag, in);
                };
        if (!(command instanceof Append)) {
            in.end();
        }
        return command;
    }

    /** RFC 9051 §6.4.9. */
    private static Command uid(Tag tag, Arguments in) throws IOException {
        in.space();
        String verb = in.atom("a command").toUpperCase(Locale.ROOT);
        if (verb.equals("EXPUNGE")) {
            in.space();
            return new Command.Expunge(tag, Optional.of(in.sequenceSet()));
        }
        return numbered(verb, Numbering.UID, tag, in);
    }

    /** The commands that count messages either way. */
    private static Command numbered(String verb, Numbering numbering, Tag tag, Arguments in)
            throws IOException {
        switch (verb) {
            case "FETCH" -> {
                return new FetchParser(in).fetch(tag, numbering);
            }
            case "STORE" -> {
                return new StoreParser(in).store(tag, numbering);
            }
            case "SEARCH" -> {
                return new Search(tag, numbering, new SearchParser(in).program());
            }
            case "COPY", "MOVE" -> {
                in.space();
                SequenceSet messages = in.sequenceSet();
                in.space();
                return verb.equals("COPY")
                        ? new Command.Copy(tag, numbering, messages, in.mailbox())
                        : new Command.Move(tag, numbering, messages, in.mailbox());
            }
            default -> throw new SyntaxError("unknown command");
        }
    }

    private Append append(Tag tag, Arguments in) throws IOException {
        in.space();
        var mailbox = in.mailbox();
        in.space();
        AppendMessage first = new AppendParser(in).message();
        appending = new Appending(tag, in, 1, first.literal());
        return new Append(tag, mailbox, first);
    }

    private static Command rename(Tag tag, Arguments in) throws IOException {
        in.space();
        var from = in.mailbox();
        in.space();
        return new Command.Rename(tag, from, in.newMailbox());
    }

    private static Command login(Tag tag, Arguments in) throws IOException {
        in.space();
        String user = in.utf8("a user name");
        in.space();
        return new Command.Login(tag, user, in.utf8("a password"));
    }

    private static Command authenticate(Tag tag, Arguments in) {
        in.space();
        String mechanism = in.atom("a mechanism").toUpperCase(Locale.ROOT);
        Optional<String> initial =
                in.more() ? Optional.of(in.token("base64", BASE64)) : Optional.empty();
        return new Authenticate(tag, mechanism, initial);
    }

    private static Command enable(Tag tag, Arguments in) {
        List<String> capabilities = new ArrayList<>();
        in.space();
        do {
            if (capabilities.size() == CAPABILITIES) {
                throw in.error("more than " + CAPABILITIES + " capabilities");
            }
            capabilities.add(in.atom("a capability").toUpperCase(Locale.ROOT));
        } while (in.more());
        return new Command.Enable(tag, capabilities);
    }

    /** RFC 2971 §3.3 gives the bounds. */
    private static Command id(Tag tag, Arguments in) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        in.space();
        if (in.peek() != '(') {
            nil(in);
            return new Command.Id(tag, fields);
        }
        in.list(
                "fields",
                ID_FIELDS,
                () -> {
                    String field = in.decode(in.string("a field"), StandardCharsets.UTF_8);
                    in.space();
                    if (in.peek() != '"' && in.peek() != '{') {
                        nil(in);
                        return;
                    }
                    String value = in.decode(in.string("a value"), StandardCharsets.UTF_8);
                    if (value.length() > ID_VALUE) {
                        throw in.error("a value is too long");
                    }
                    fields.put(field.toLowerCase(Locale.ROOT), value);
                });
        return new Command.Id(tag, fields);
    }

    private static void nil(Arguments in) {
        if (!in.name("a string or NIL").equals("NIL")) {
            throw in.error("expected a string or NIL");
        }
    }
}
