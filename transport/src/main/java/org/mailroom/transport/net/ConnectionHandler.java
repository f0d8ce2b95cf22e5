package org.mailroom.transport.net;

import java.io.IOException;

/** A protocol: what is done with each connection. */
public interface ConnectionHandler {
    /**
     * Serves a connection to its end, on a virtual thread of its own. The connection is closed when
     * this returns or throws; implicit TLS and a PROXY header are done with when it begins.
     *
     * @throws IOException if the client left, was too slow or is being cut off; nothing more to do
     */
    void serve(Connection connection) throws IOException;

    /**
     * The line, without CRLF, that a client sees when it is turned away at the door; empty for
     * none.
     */
    String refusal(Refusal reason);

    /** Why a connection is not served. */
    enum Refusal {
        /** The server has all the connections it takes. */
        TOO_MANY_CONNECTIONS,
        /** The client's address has all the connections it gets. */
        TOO_MANY_FROM_ADDRESS
    }
}
