package org.mailroom.imap.session;

import org.mailroom.mailstore.mail.Subscription;
import org.mailroom.transport.net.Connection;
import org.mailroom.transport.net.Line;
import org.mailroom.transport.net.Wait;

import java.io.EOFException;
import java.io.IOException;

/**
 * IDLE: whoever changes the account wakes the connection, which then tells what is new. Nothing
 * polls. RFC 9051 §6.3.13.
 */
final class IdleHandler {
    private static final int DONE_LENGTH = 64;

    Reply handle(Session session) throws IOException {
        Connection connection = session.connection();
        session.writer().continuation("idling");
        // Listening begins before the first look, so that no change falls between the two.
        try (Subscription _ = session.mail().onChange(connection::wake)) {
            while (true) {
                session.checkAccount();
                if (session.ifSelected().isPresent()) {
                    session.selected().sync(true);
                }
                Wait wait = connection.awaitInput(session.services().settings().idleTimeout());
                switch (wait) {
                    case WOKEN -> {}
                    case INPUT -> {
                        return done(connection.input().readLine(DONE_LENGTH));
                    }
                    case DRAINING -> throw Farewell.shuttingDown();
                    case TIMEOUT -> throw Farewell.silent();
                    case CLOSED -> throw new EOFException("the client left");
                }
            }
        }
    }

    private static Reply done(Line line) {
        return line.latin1().equalsIgnoreCase("DONE")
                ? Reply.ok("IDLE completed")
                : Reply.bad("DONE was expected");
    }
}
