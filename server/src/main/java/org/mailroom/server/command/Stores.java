package org.mailroom.server.command;

import org.mailroom.server.config.ConfigError;
import org.mailroom.server.wiring.OpenStore;

import java.io.IOException;

/** Where commands get the store: the running server's own, or one opened for the command. */
interface Stores {

    /** Close it when done; what stays open then is this interface's business. */
    Lease open(SettingsOptions options) throws ConfigError, IOException;

    /** Whether this is a server that goes on after the command. */
    boolean serving();

    /** A store in use by a command. */
    interface Lease extends AutoCloseable {
        OpenStore store();

        @Override
        void close();
    }
}
