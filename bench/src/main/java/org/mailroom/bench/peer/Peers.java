package org.mailroom.bench.peer;

import org.mailroom.bench.scenario.Plan;

import java.util.List;

/** The servers by the names used on the command line. */
public final class Peers {
    public static final String MAILROOM = "mailroom";
    private static final List<String> NAMES =
            List.of(MAILROOM, "dovecot", "dovecot-crypt", "greenmail", "null");

    private Peers() {}

    public static List<String> names() {
        return NAMES;
    }

    /**
     * A peer, not started yet.
     *
     * @param launcher the command that starts Mailroom
     * @param format Dovecot's mailbox format
     */
    public static Peer named(String name, List<String> launcher, String format, Plan plan) {
        return switch (name) {
            case MAILROOM -> new MailroomPeer(launcher);
            case "dovecot" -> new DovecotPeer(format, false);
            case "dovecot-crypt" -> new DovecotPeer(format, true);
            case "greenmail" -> new GreenMailPeer();
            case "null" -> new NullPeer(plan);
            default ->
                    throw new IllegalArgumentException(
                            "no server " + name + "; there are " + NAMES);
        };
    }
}
