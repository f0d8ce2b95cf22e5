package org.mailroom.transport.net;

import java.io.IOException;

/** The client did not take our output in time; the connection has been closed. */
public final class WriteTimeout extends IOException {
    private static final long serialVersionUID = 1;

    WriteTimeout(String message) {
        super(message);
    }
}
