package org.mailroom.smtp;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.smtp.command.Command;
import org.mailroom.smtp.command.Command.Greeting;
import org.mailroom.smtp.command.CommandParser;
import org.mailroom.smtp.command.SyntaxError;
import org.mailroom.smtp.content.Trace;
import org.mailroom.transport.address.Network;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.Draining;
import org.mailroom.transport.net.Line;
import org.mailroom.transport.net.OverlongInput;
import org.mailroom.transport.net.ReadTimeout;
import org.mailroom.transport.net.UserLimits;
import org.mailroom.transport.sasl.Sasl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection: read a line, parse it, see whether it may come now, do it, answer. RFC 5321
 * §4.1.4. Errors are caught in {@link #answer} and nowhere else. Belongs to one thread.
 */
final class SmtpSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SmtpSession.class);

    /** Commands that send nothing, between two messages. */
    private static final int MAX_IDLE_COMMANDS = 100;

    private final SmtpServer server;
    private final SmtpServices services;
    private final SmtpSettings settings;
    private final Connection connection;
    private final MessageReception reception;
    private final Instant begun;

    private Command.@Nullable Hello hello;
    private @Nullable Account account;
    private UserLimits.@Nullable Slot slot;
    private @Nullable Transaction transaction;
    private int errors;
    private int idleCommands;
    private int messages;
    private boolean closing;

    SmtpSession(SmtpServer server, Connection connection) {
        this.server = server;
        this.services = server.services();
        this.settings = server.settings();
        this.connection = connection;
        this.reception = new MessageReception(server, connection);
        this.begun = services.clock().instant();
    }

    void serve() throws IOException {
        String protocol = server.role() == SmtpRole.LMTP ? "LMTP" : "ESMTP";
        send(Reply.of(220, "", settings.hostName() + " " + protocol + " Mailroom"));
        connection.readTimeout(settings.commandTimeout());
        while (!closing) {
            try {
                answer(connection.input().readCommand(Sasl.MAX_LINE));
            } catch (Draining e) {
                sayGoodBye("4.3.2", "Server is shutting down; come back in a moment");
            } catch (ReadTimeout e) {
                sayGoodBye("4.4.2", "Nothing came for too long");
            } catch (OverlongInput e) {
                sayGoodBye("4.5.2", "Line does not end");
            }
        }
        connection.output().flush();
    }

    private void send(Reply reply) throws IOException {
        reply.writeTo(connection.output());
    }

    /** Closes the channel, as only 421 may. RFC 5321 §3.8. */
    private void sayGoodBye(String enhanced, String text) throws IOException {
        closing = true;
        send(Reply.of(421, enhanced, settings.hostName() + " " + text));
    }

    private void answer(Line line) throws IOException {
        if (services.clock().instant().isAfter(begun.plus(settings.sessionTimeout()))) {
            sayGoodBye("4.3.2", "Session has lasted too long; connect again");
            return;
        }
        List<Reply> replies;
        boolean mayBeWrong = true;
        try {
            Command command = CommandParser.parse(line);
            // A list with dead addresses in it is no attack, and rates bound guessing.
            mayBeWrong = !(command instanceof Command.Rcpt);
            replies = dispatch(command);
        } catch (SyntaxError e) {
            // The octets behind a BDAT that cannot be read would be taken for commands.
            closing |= startsWithBdat(line);
            replies = List.of(Reply.of(e));
        } catch (Refused e) {
            replies = List.of(Reply.refused(e.reason(), String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            log.error("{}: command failed", connection.id(), e);
            replies = List.of(Reply.internalError());
        }
        for (Reply reply : replies) {
            send(reply);
        }
        if (mayBeWrong) {
            errors += (int) replies.stream().filter(Reply::clientError).count();
        }
        closeIfEnough(replies);
    }

    private static boolean startsWithBdat(Line line) {
        byte[] start = java.util.Arrays.copyOf(line.bytes(), 4);
        return new String(start, StandardCharsets.ISO_8859_1).equalsIgnoreCase("BDAT");
    }

    private void closeIfEnough(List<Reply> replies) throws IOException {
        closing |= replies.stream().anyMatch(reply -> reply.code() == 421);
        if (closing) {
            return;
        }
        if (errors > settings.maxErrors()) {
            sayGoodBye("4.7.0", "Too many errors");
        } else if (idleCommands > MAX_IDLE_COMMANDS) {
            sayGoodBye("4.7.0", "Too many commands that send nothing");
        }
    }

    private List<Reply> dispatch(Command command) throws IOException {
        return switch (command) {
            case Command.Hello c -> idle(hello(c));
            case Command.StartTls c -> startTls();
            case Command.Auth c -> List.of(auth(c));
            case Command.Mail c -> List.of(mail(c));
            case Command.Rcpt c -> List.of(rcpt(c));
            case Command.Data c -> data();
            case Command.Bdat c -> bdat(c);
            case Command.Rset c -> idle(rset());
            case Command.Noop c -> idle(Reply.ok("2.0.0", "OK"));
            case Command.Vrfy c ->
                    idle(Reply.of(252, "2.5.2", "Not told; send to the address and see"));
            case Command.Expn c -> idle(Reply.of(550, "5.7.1", "Lists are not shown"));
            case Command.Help c -> idle(help());
            case Command.Quit c -> List.of(quit());
        };
    }

    private List<Reply> idle(Reply reply) {
        idleCommands++;
        return List.of(reply);
    }

    private Reply hello(Command.Hello said) {
        boolean lmtp = server.role() == SmtpRole.LMTP;
        if (lmtp != (said.greeting() == Greeting.LHLO)) {
            return Reply.of(500, "5.5.1", lmtp ? "This is LMTP: say LHLO" : "This is not LMTP");
        }
        endTransaction();
        hello = said;
        if (said.greeting() == Greeting.HELO) {
            return Reply.of(250, "", settings.hostName());
        }
        List<String> lines = new ArrayList<>();
        lines.add(settings.hostName());
        lines.add("PIPELINING");
        lines.add("SIZE " + services.policy().settings().maxMessageBytes());
        lines.add("8BITMIME");
        lines.add("SMTPUTF8");
        lines.add("ENHANCEDSTATUSCODES");
        lines.add("CHUNKING");
        lines.add("BINARYMIME");
        lines.add("DSN");
        if (mayStartTls()) {
            lines.add("STARTTLS");
        }
        List<String> mechanisms = services.sasl().mechanisms(connection);
        if (!lmtp && account == null && !mechanisms.isEmpty()) {
            lines.add("AUTH " + String.join(" ", mechanisms));
        }
        // RFC 9422 §4
        lines.add(
                "LIMITS MAILMAX="
                        + settings.maxMessagesPerSession()
                        + " RCPTMAX="
                        + services.policy().settings().maxRecipients());
        lines.add("HELP");
        return new Reply(250, "", List.copyOf(lines));
    }

    private boolean mayStartTls() {
        return connection.startTlsAvailable() && account == null;
    }

    /** Everything the client said before is forgotten. RFC 3207 §4.2. */
    private List<Reply> startTls() throws IOException {
        if (connection.secure()) {
            return List.of(Reply.badSequence("TLS is on already"));
        }
        if (!mayStartTls()) {
            return List.of(Reply.of(502, "5.5.1", "TLS is not offered now"));
        }
        send(Reply.of(220, "2.0.0", "Go ahead"));
        endTransaction();
        hello = null;
        connection.startTls();
        return List.of();
    }

    private Reply auth(Command.Auth command) throws IOException {
        if (hello == null || hello.greeting() == Greeting.HELO) {
            return Reply.badSequence("Say EHLO first");
        }
        if (server.role() == SmtpRole.LMTP) {
            return Reply.of(502, "5.5.1", "Nobody logs in here");
        }
        if (account != null || transaction != null) {
            return Reply.badSequence("Log in once, and before MAIL");
        }
        Authentication.Result result = new Authentication(services.sasl(), connection).run(command);
        if (result.identity().isEmpty()) {
            return result.reply();
        }
        long id = result.identity().get().accountId();
        Optional<UserLimits.Slot> free = services.users().enter(id);
        if (free.isEmpty()) {
            closing = true;
            return Reply.of(421, "4.7.0", "Your account has too many connections");
        }
        slot = free.get();
        account = services.directory().byId(new AccountId(id)).orElseThrow();
        return result.reply();
    }

    private Sender sender() {
        InetAddress client = connection.remote().getAddress();
        if (account != null) {
            return new Sender.Person(account);
        }
        if (server.role() == SmtpRole.LMTP) {
            return new Sender.TrustedSystem("lmtp");
        }
        return server.role() == SmtpRole.SMTP && Network.anyContains(server.trusted(), client)
                ? new Sender.TrustedSystem(client.getHostAddress())
                : new Sender.Stranger(client);
    }

    private Reply mail(Command.Mail mail) {
        if (hello == null) {
            return Reply.badSequence("Say who you are first: EHLO");
        }
        if (server.role() == SmtpRole.SUBMISSION && account == null) {
            return Reply.of(530, "5.7.0", "Log in first");
        }
        if (transaction != null) {
            return Reply.badSequence("A message has begun already");
        }
        if (account != null && !stillActive(account)) {
            return Reply.of(421, "4.7.0", "Your account may no longer log in");
        }
        if (messages >= settings.maxMessagesPerSession()) {
            return Reply.of(421, "4.7.0", "Enough messages for one connection; connect again");
        }
        if (!mail.utf8() && mail.reversePath().filter(AddrSpec::international).isPresent()) {
            return Reply.of(553, "5.6.7", "Address outside ASCII needs SMTPUTF8");
        }
        Sender sender = sender();
        Question question = new Question.From(sender, mail.reversePath(), mail.size().orElse(0));
        return switch (services.policy().decide(question)) {
            case Decision.Refuse no -> Reply.of(no);
            case Decision.Hold hold -> Reply.of(hold);
            case Decision.Accept yes -> {
                messages++;
                idleCommands = 0;
                String id = connection.id() + "." + messages;
                transaction = new Transaction(mail, sender, yes.obligations(), id);
                yield Reply.ok("2.1.0", "Sender OK");
            }
        };
    }

    /** Takes over what has changed since: addresses, for one. */
    private boolean stillActive(Account then) {
        Optional<Account> now =
                services.directory()
                        .byId(then.id())
                        .filter(known -> known.state() == Account.State.ACTIVE);
        account = now.orElse(then);
        return now.isPresent();
    }

    private Reply rcpt(Command.Rcpt rcpt) {
        Transaction open = transaction;
        if (open == null || open.chunks() != null) {
            return Reply.badSequence("MAIL comes first, and RCPT before the content");
        }
        Reply reply = judge(open, rcpt);
        if (reply.positive()) {
            open.add(new Transaction.Asked(rcpt.forwardPath(), rcpt.notices(), rcpt.original()));
        } else {
            open.recipientRefused();
        }
        return reply;
    }

    private Reply judge(Transaction open, Command.Rcpt rcpt) {
        if (open.recipients().size() >= services.policy().settings().maxRecipients()) {
            return Reply.of(452, "4.5.3", "Too many recipients; send to the rest separately");
        }
        if (!open.mail().utf8() && rcpt.forwardPath().international()) {
            return Reply.of(553, "5.6.7", "Address outside ASCII needs SMTPUTF8");
        }
        Question question =
                new Question.To(
                        open.sender(),
                        open.mail().reversePath(),
                        rcpt.forwardPath(),
                        open.declaredSize());
        return switch (services.policy().decide(question)) {
            case Decision.Refuse no -> Reply.of(no);
            // The whole message is held when it has come.
            case Decision.Hold hold -> Reply.ok("2.1.5", "Recipient OK");
            case Decision.Accept yes -> Reply.ok("2.1.5", "Recipient OK");
        };
    }

    private List<Reply> data() throws IOException {
        Transaction open = transaction;
        Optional<Reply> obstacle = contentObstacle(open);
        if (open == null || obstacle.isPresent()) {
            return obstacle.stream().toList();
        }
        if (open.chunks() != null || open.mail().body() == Command.Body.BINARY_MIME) {
            return List.of(Reply.badSequence("This message has to come with BDAT"));
        }
        try {
            return reception.data(open, trace(open));
        } finally {
            endTransaction();
        }
    }

    private List<Reply> bdat(Command.Bdat chunk) throws IOException {
        Transaction open = transaction;
        Optional<Reply> obstacle = contentObstacle(open);
        if (open == null || obstacle.isPresent()) {
            closing |= !reception.skip(chunk);
            return obstacle.stream().toList();
        }
        MessageReception.ChunkResult result = reception.chunk(open, chunk, trace(open));
        if (result.over()) {
            endTransaction();
        }
        return result.replies();
    }

    /** Why no content can come now. RFC 5321 §4.1.1.4. */
    private static Optional<Reply> contentObstacle(@Nullable Transaction open) {
        if (open == null) {
            return Optional.of(Reply.badSequence("MAIL and RCPT come first"));
        }
        if (open.onlyRefusedRecipients()) {
            return Optional.of(Reply.of(554, "5.5.1", "No recipient was taken"));
        }
        return open.recipients().isEmpty()
                ? Optional.of(Reply.badSequence("RCPT comes first"))
                : Optional.empty();
    }

    private Trace trace(Transaction open) {
        Command.Hello said = java.util.Objects.requireNonNull(hello);
        Trace.Protocol protocol =
                new Trace.Protocol(
                        server.role() == SmtpRole.LMTP,
                        said.greeting() != Greeting.HELO,
                        open.mail().utf8(),
                        connection.secure(),
                        account != null);
        List<AddrSpec> recipients = open.addresses();
        return new Trace(
                open.mail().reversePath(),
                said.clientName(),
                connection.remote().getAddress(),
                settings.hostName(),
                protocol.name(),
                open.id(),
                recipients.size() == 1 ? Optional.of(recipients.getFirst()) : Optional.empty());
    }

    private Reply rset() {
        endTransaction();
        return Reply.ok("2.0.0", "Forgotten");
    }

    private static Reply help() {
        return Reply.of(
                214,
                "2.0.0",
                "EHLO HELO LHLO STARTTLS AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT");
    }

    private Reply quit() {
        closing = true;
        return Reply.of(221, "2.0.0", "Good-bye");
    }

    private void endTransaction() {
        if (transaction != null) {
            transaction.close();
            transaction = null;
        }
    }

    @Override
    public void close() {
        endTransaction();
        if (slot != null) {
            slot.close();
        }
    }
}
