package org.mailroom.imap.session;

import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.transport.auth.Logins;
import org.mailroom.transport.net.UserLimits;
import org.mailroom.transport.sasl.Sasl;

/** What all sessions of a server share. */
public record Services(
        MailStore store, Logins logins, Sasl sasl, UserLimits users, ImapSettings settings) {}
