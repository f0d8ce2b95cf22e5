package org.mailroom.imap.session;

import java.io.IOException;

/** NAMESPACE: one's own mailboxes, and where others' are asked about. RFC 9051 §6.3.10. */
final class NamespaceHandler {
    Reply handle(Session session) throws IOException {
        session.writer().namespace(OtherUsers.LEVEL);
        return Reply.ok("NAMESPACE completed");
    }
}
