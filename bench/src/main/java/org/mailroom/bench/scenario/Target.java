package org.mailroom.bench.scenario;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.client.SmtpClient;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** A running server: where it listens, who has a mailbox, which processes it is. */
public record Target(
        String name,
        String host,
        int imapPort,
        OptionalInt smtpPort,
        OptionalInt lmtpPort,
        Users users,
        ProcessTree processes) {

    /** The ways mail comes in. */
    public enum Door {
        SMTP,
        LMTP;

        String key() {
            return this == SMTP ? "smtp" : "lmtp";
        }
    }

    OptionalInt port(Door door) {
        return door == Door.SMTP ? smtpPort : lmtpPort;
    }

    /** The best way in for mail that is not itself measured. */
    Optional<Door> anyDoor() {
        if (lmtpPort.isPresent()) {
            return Optional.of(Door.LMTP);
        }
        return smtpPort.isPresent() ? Optional.of(Door.SMTP) : Optional.empty();
    }

    SmtpClient deliverer(Deadline deadline, Door door) throws IOException {
        int port = port(door).orElseThrow();
        return SmtpClient.connect(deadline, new InetSocketAddress(host, port), door == Door.LMTP);
    }

    InetSocketAddress imapAddress() {
        return new InetSocketAddress(host, imapPort);
    }

    ImapClient reader(Deadline deadline, String user) throws IOException {
        ImapClient client = ImapClient.connect(deadline, imapAddress());
        client.login(user, users.password());
        return client;
    }
}
