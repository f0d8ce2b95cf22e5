package org.mailroom.imap.session;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.command.State;
import org.mailroom.imap.parser.CommandParser;
import org.mailroom.imap.parser.ParserLimits;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseWriter;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.transport.auth.Identity;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.Output;
import org.mailroom.transport.net.UserLimits;

import java.io.IOException;
import java.util.Optional;

/** What a connection has come to: who is logged in, what is enabled, what is selected. */
final class Session implements AutoCloseable {
    private final Services services;
    private final Connection connection;
    private final CommandParser parser;
    private final ResponseWriter writer;
    private @Nullable Login login;
    private @Nullable Selected selected;
    private Enabled enabled = Enabled.NOTHING;
    private boolean midLine;

    private record Login(AccountMail mail, UserLimits.Slot slot) {}

    Session(Services services, Connection connection) {
        this.services = services;
        this.connection = connection;
        this.writer = new ResponseWriter(connection.output());
        this.parser = new CommandParser(new ConnectionSource(connection), ParserLimits.DEFAULT);
    }

    Services services() {
        return services;
    }

    Connection connection() {
        return connection;
    }

    CommandParser parser() {
        return parser;
    }

    /** For whole responses. */
    ResponseWriter writer() {
        return writer;
    }

    Output out() {
        return connection.output();
    }

    State state() {
        if (login == null) {
            return State.NOT_AUTHENTICATED;
        }
        return selected == null ? State.AUTHENTICATED : State.SELECTED;
    }

    /** Opens the account's mail; LIMIT if the account has all the connections it gets. */
    void login(Identity identity) {
        UserLimits.Slot slot =
                services.users()
                        .enter(identity.accountId())
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.Reason.LIMIT,
                                                "Too many connections of this account"));
        try {
            var account = new AccountId(identity.accountId());
            AccountMail mail = services.store().mail(new Access.Owner(account), account);
            login = new Login(mail, slot);
        } finally {
            if (login == null) {
                slot.close();
            }
        }
        connection.readTimeout(services.settings().idleTimeout());
    }

    AccountMail mail() {
        if (login == null) {
            throw new IllegalStateException("not logged in");
        }
        return login.mail;
    }

    /** Ends the connection of an account that has been closed meanwhile. */
    void checkAccount() {
        if (!mail().accessible()) {
            throw Farewell.accountClosed();
        }
    }

    Enabled enabled() {
        return enabled;
    }

    void enable(Enabled now) {
        enabled = now;
        writer.names(now.names());
    }

    /** What a command that asks for mod-sequences switches on. RFC 7162 §3.1. */
    void enableCondstore() throws IOException {
        if (!enabled.condstore()) {
            enabled = enabled.withCondstore();
            if (selected != null) {
                selected.writeHighestModseq();
            }
        }
    }

    Selected selected() {
        if (selected == null) {
            throw new IllegalStateException("no mailbox selected");
        }
        return selected;
    }

    Optional<Selected> ifSelected() {
        return Optional.ofNullable(selected);
    }

    void select(Selected mailbox) {
        selected = mailbox;
    }

    void unselect() {
        selected = null;
    }

    /** Unselects a mailbox that this client has just done away with. */
    void leave(MailboxId mailbox, String why) throws IOException {
        if (selected != null && selected.id().equals(mailbox)) {
            selected = null;
            writer.untaggedOk(ResponseCode.Plain.CLOSED, why);
        }
    }

    /** Whether a response line has been begun and not ended, after which no other can follow. */
    boolean midLine() {
        return midLine;
    }

    void midLine(boolean begun) {
        midLine = begun;
    }

    @Override
    public void close() {
        selected = null;
        if (login != null) {
            login.mail.close();
            login.slot.close();
            login = null;
        }
    }
}
