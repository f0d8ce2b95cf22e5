package org.mailroom.imap;

import org.mailroom.imap.session.ImapSession;
import org.mailroom.imap.session.ImapSettings;
import org.mailroom.imap.session.Services;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.ConnectionHandler;
import org.mailroom.transport.net.UserLimits;
import org.mailroom.transport.sasl.Sasl;

import java.io.IOException;

/**
 * The entrance of this module: IMAP4rev2 and IMAP4rev1, for any number of ports. Thread-safe. RFC
 * 9051, RFC 3501.
 */
public final class ImapServer implements ConnectionHandler {
    private final Services services;

    public ImapServer(
            MailStore store, Logins logins, Sasl sasl, UserLimits users, ImapSettings settings) {
        this.services = new Services(store, logins, sasl, users, settings);
    }

    @Override
    public void serve(Connection connection) throws IOException {
        new ImapSession(services, connection).run();
    }

    @Override
    public String refusal(Refusal reason) {
        return switch (reason) {
            case TOO_MANY_CONNECTIONS -> "* BYE [UNAVAILABLE] Too many connections";
            case TOO_MANY_FROM_ADDRESS -> "* BYE [LIMIT] Too many connections from your address";
        };
    }
}
