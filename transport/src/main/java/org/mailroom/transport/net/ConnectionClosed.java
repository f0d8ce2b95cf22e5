package org.mailroom.transport.net;

import java.io.IOException;

/** The client left, or the connection was closed on our side. */
public final class ConnectionClosed extends IOException {
    private static final long serialVersionUID = 1;

    ConnectionClosed(String message) {
        super(message);
    }
}
