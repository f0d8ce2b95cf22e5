package org.mailroom.bench.client;

import java.io.IOException;

/** The server answered with anything but the expected success. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String reply) {
        super("the server answered: " + reply);
    }
}
