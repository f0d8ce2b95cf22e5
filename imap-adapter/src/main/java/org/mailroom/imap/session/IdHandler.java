package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Map;

/** ID. RFC 2971 §3.1. */
final class IdHandler {
    private static final Logger log = LoggerFactory.getLogger(IdHandler.class);

    Reply handle(Command.Id id, Session session) throws IOException {
        // Which client it is helps whoever looks into a complaint; the rest may be personal.
        log.debug(
                "{} is {} {}",
                session.connection(),
                printable(id.fields().getOrDefault("name", "?")),
                printable(id.fields().getOrDefault("version", "")));
        session.writer().id(Map.of("name", "Mailroom"));
        return Reply.ok("ID completed");
    }

    private static String printable(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) : text;
        return shown.replaceAll("[^ -~]", "?");
    }
}
