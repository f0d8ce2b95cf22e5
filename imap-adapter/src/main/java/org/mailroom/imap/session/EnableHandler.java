package org.mailroom.imap.session;

import org.mailroom.imap.command.Command;

import java.io.IOException;
import java.util.ArrayList;

/** ENABLE. RFC 9051 §6.3.1, RFC 7162 §3.2.3, RFC 6855 §3. */
final class EnableHandler {
    Reply handle(Command.Enable enable, Session session) throws IOException {
        var done = new ArrayList<String>();
        for (String name : enable.capabilities()) {
            if (enable(name, session)) {
                done.add(name);
            }
        }
        session.writer().enabled(done);
        return Reply.ok("ENABLE completed");
    }

    private static boolean enable(String name, Session session) throws IOException {
        switch (name) {
            case "CONDSTORE" -> session.enableCondstore();
            case "QRESYNC" -> {
                session.enableCondstore();
                session.enable(session.enabled().withQresync());
            }
            case "UTF8=ACCEPT" -> session.enable(session.enabled().withUtf8());
            case "IMAP4REV2" -> session.enable(session.enabled().withRev2());
            default -> {
                return false;
            }
        }
        return true;
    }
}
