package org.mailroom.transport.net;

import java.io.IOException;

/** The server is shutting down and no byte of the next command has been read: say good-bye. */
public final class Draining extends IOException {
    private static final long serialVersionUID = 1;

    Draining(String message) {
        super(message);
    }
}
