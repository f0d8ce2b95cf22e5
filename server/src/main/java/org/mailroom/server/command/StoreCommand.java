package org.mailroom.server.command;

import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** A command that works on the data directory; a running server is asked to run it. */
abstract class StoreCommand implements Callable<Integer> {
    @Mixin private final SettingsOptions options = new SettingsOptions();

    final Terminal terminal;
    private final Stores stores;

    StoreCommand(Terminal terminal, Stores stores) {
        this.terminal = terminal;
        this.stores = stores;
    }

    final SettingsOptions options() {
        return options;
    }

    @Override
    public final Integer call() throws Exception {
        try (Stores.Lease lease = stores.open(options)) {
            return run(lease.store());
        }
    }

    /** Does it; the exit code. */
    abstract int run(OpenStore store) throws Exception;
}
