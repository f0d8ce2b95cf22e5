package org.mailroom.server.command;

import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;

/** {@code keys}: the master keys. */
@Command(
        name = "keys",
        description = "Looks after the master keys.",
        subcommands = {KeysCommand.Rotate.class, KeysCommand.Listing.class})
final class KeysCommand {

    private KeysCommand() {}

    /** {@code keys rotate}. */
    @Command(
            name = "rotate",
            description =
                    "Makes a new master key and wraps every account's key under it. Rewrites no"
                            + " message. Older keys stay, since backups need them.")
    static final class Rotate extends StoreCommand {
        Rotate(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            if (!store.settings().keys().secrets().isEmpty()) {
                throw new CommandFailed(
                        "the master keys come from keys.secrets: put a new one in front there,"
                                + " restart, and run this again");
            }
            String id = store.keys().rotate();
            long accounts = store.store().accounts().rewrap(done -> {});
            store.organisation().reseal();
            AuditLog.rewrap(store.store().database(), store.keys());
            terminal.out().println("New master key " + id + "; " + accounts + " accounts moved");
            terminal.out()
                    .println(
                            "Copy the keystore to a safe place again: "
                                    + store.settings().keys().fileFor(store.settings().data()));
            return 0;
        }
    }

    /** {@code keys list}. */
    @Command(name = "list", description = "Lists the ids of the master keys, the active one first.")
    static final class Listing extends StoreCommand {
        Listing(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            store.keys().ids().forEach(terminal.out()::println);
            return 0;
        }
    }
}
