package org.mailroom.imap.session;

import java.io.IOException;

/** CAPABILITY. RFC 9051 §6.1.1. */
final class CapabilityHandler {
    Reply handle(Session session) throws IOException {
        session.writer().capability(Capabilities.of(session));
        return Reply.ok("CAPABILITY completed");
    }
}
