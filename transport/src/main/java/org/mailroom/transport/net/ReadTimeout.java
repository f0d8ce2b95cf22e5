package org.mailroom.transport.net;

import java.io.IOException;

/** The client did not send what was awaited in time. */
public final class ReadTimeout extends IOException {
    private static final long serialVersionUID = 1;

    ReadTimeout(String message) {
        super(message);
    }
}
