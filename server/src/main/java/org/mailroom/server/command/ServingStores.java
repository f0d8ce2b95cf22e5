package org.mailroom.server.command;

import org.mailroom.server.wiring.OpenStore;

/** The store of the server that runs the command; it stays open. */
record ServingStores(OpenStore store) implements Stores {

    @Override
    public Lease open(SettingsOptions options) {
        return new Lease() {
            @Override
            public OpenStore store() {
                return store;
            }

            @Override
            public void close() {
                // The server goes on using it.
            }
        };
    }

    @Override
    public boolean serving() {
        return true;
    }
}
