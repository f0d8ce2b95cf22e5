package org.mailroom.imap.session;

import org.mailroom.imap.command.State;

import java.util.ArrayList;
import java.util.List;

/** What is advertised: only what is served whole. RFC 9051 §6.1.1. */
final class Capabilities {
    private static final List<String> ALWAYS =
            List.of("IMAP4rev1", "IMAP4rev2", "LITERAL+", "SASL-IR", "ID", "ENABLE");

    private static final List<String> LOGGED_IN =
            List.of(
                    "IDLE",
                    "NAMESPACE",
                    "UNSELECT",
                    "UIDPLUS",
                    "MOVE",
                    "CHILDREN",
                    "SPECIAL-USE",
                    "CREATE-SPECIAL-USE",
                    "LIST-EXTENDED",
                    "LIST-STATUS",
                    "STATUS=SIZE",
                    "ESEARCH",
                    "SEARCHRES",
                    "BINARY",
                    "MULTIAPPEND",
                    "UTF8=ACCEPT",
                    "CONDSTORE",
                    "QRESYNC",
                    "OBJECTID",
                    "PREVIEW",
                    "SAVEDATE",
                    "ACL",
                    "RIGHTS=kxte");

    private Capabilities() {}

    /** The list for this moment. */
    static List<String> of(Session session) {
        var names = new ArrayList<>(ALWAYS);
        if (session.state() == State.NOT_AUTHENTICATED) {
            if (session.connection().startTlsAvailable()) {
                names.add("STARTTLS");
            }
            if (!session.services().sasl().plaintextAllowed(session.connection())) {
                names.add("LOGINDISABLED");
            }
            for (String mechanism : session.services().sasl().mechanisms(session.connection())) {
                names.add("AUTH=" + mechanism);
            }
        } else {
            names.addAll(LOGGED_IN);
            names.add("APPENDLIMIT=" + session.services().settings().appendLimit());
        }
        return names;
    }
}
