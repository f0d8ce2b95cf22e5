package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;

import java.io.IOException;

/** STARTTLS. What was pipelined behind it in the clear is forgotten. RFC 9051 §6.2.1. */
final class StartTlsHandler {
    Reply handle(Command.StartTls startTls, Session session) throws IOException {
        if (session.connection().secure()) {
            return Reply.bad("TLS is up already");
        }
        if (!session.connection().startTlsAvailable()) {
            return Reply.bad("There is no TLS here");
        }
        return Reply.ok("Begin TLS negotiation now").thenStartTls();
    }
}
