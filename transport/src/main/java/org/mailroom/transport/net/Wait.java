package org.mailroom.transport.net;

/** What ended {@link Connection#awaitInput}. */
public enum Wait {
    /** At least one byte can be read without waiting. */
    INPUT,
    /** {@link Connection#wake()} was called. */
    WOKEN,
    /** The server is shutting down. */
    DRAINING,
    /** Nothing happened for so long. */
    TIMEOUT,
    /** The client left. */
    CLOSED
}
