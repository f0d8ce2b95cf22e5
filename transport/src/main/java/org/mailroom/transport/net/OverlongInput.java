package org.mailroom.transport.net;

import java.io.IOException;

/** A line went on beyond what may be discarded: close the connection. */
public final class OverlongInput extends IOException {
    private static final long serialVersionUID = 1;

    OverlongInput(String message) {
        super(message);
    }
}
