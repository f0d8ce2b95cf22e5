package org.mailroom.server.command;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.server.config.Scalars;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code user}: the people who have mail here. */
@Command(
        name = "user",
        description = "Adds, lists and removes people, and sets their passwords.",
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Listing.class,
            UserCommand.Passwd.class,
            UserCommand.Suspend.class,
            UserCommand.Resume.class,
            UserCommand.Elsewhere.class,
            UserCommand.ResetFactors.class,
            UserCommand.Remove.class
        })
final class UserCommand {
    private static final int PAGE = 500;

    private UserCommand() {}

    /** {@code user add}. */
    @Command(
            name = "add",
            description =
                    "Adds a person. Asks for the password; reads it from standard input when that"
                            + " is not a terminal.")
    static final class Add extends StoreCommand {
        @Parameters(
                paramLabel = "ADDRESS",
                description = "The person's address, as alice@demo.test.")
        private String address = "";

        @Option(names = "--name", paramLabel = "NAME", description = "The name to show.")
        private String name = "";

        @Option(names = "--alias", paramLabel = "ADDRESS", description = "A further address.")
        private List<String> aliases = new ArrayList<>();

        @Option(
                names = "--quota",
                paramLabel = "SIZE",
                description = "Most mail kept, as 2GiB. Default: no limit.")
        private String quota = "0";

        Add(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            String whole = lower(store.address(address));
            List<String> others = aliases.stream().map(a -> lower(store.address(a))).toList();
            store.requireLocal(whole);
            others.forEach(store::requireLocal);
            if (store.store().accounts().byAddress(whole).isPresent()) {
                throw new CommandFailed(whole + " is there already");
            }
            String password = newPassword(terminal, whole);
            People people = store.organisation().people();
            var wanted =
                    new NewPerson(whole, name, Set.of())
                            .withAliases(others)
                            .withQuota(bytes(quota));
            Person person = people.create(wanted, Actor.CONSOLE);
            try {
                store.directory().setPassword(person.id(), password);
            } catch (Refused refused) {
                people.remove(person.id(), Actor.CONSOLE);
                throw refused;
            }
            terminal.out().println("Added " + whole);
            return 0;
        }

        private static long bytes(String size) {
            try {
                return Scalars.size(size);
            } catch (IllegalArgumentException e) {
                throw new CommandFailed("--quota: expected " + e.getMessage(), e);
            }
        }
    }

    /** {@code user list}. */
    @Command(name = "list", description = "Lists everybody.")
    static final class Listing extends StoreCommand {
        Listing(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            long after = 0;
            List<Account> page = store.store().accounts().list(after, PAGE);
            while (!page.isEmpty()) {
                page.stream()
                        .filter(account -> account.kind() == Account.Kind.PERSON)
                        .forEach(this::print);
                after = page.getLast().id().value();
                page = store.store().accounts().list(after, PAGE);
            }
            return 0;
        }

        private void print(Account account) {
            List<String> more = new ArrayList<>();
            if (!account.displayName().isEmpty()) {
                more.add(account.displayName());
            }
            if (!account.aliases().isEmpty()) {
                more.add("also " + String.join(", ", account.aliases()));
            }
            if (account.quotaBytes() > 0) {
                more.add("quota " + account.quotaBytes() + " bytes");
            }
            if (account.state() != Account.State.ACTIVE) {
                more.add(account.state().name().toLowerCase(Locale.ROOT));
            }
            terminal.out()
                    .println(
                            account.address()
                                    + (more.isEmpty()
                                            ? ""
                                            : "  (" + String.join("; ", more) + ")"));
        }
    }

    /** {@code user passwd}. */
    @Command(name = "passwd", description = "Sets a person's password.")
    static final class Passwd extends OnOne {
        Passwd(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Account account) throws IOException {
            store.directory().setPassword(account.id(), newPassword(terminal, account.address()));
            terminal.out().println("Password of " + account.address() + " set");
        }
    }

    /** {@code user suspend}. */
    @Command(name = "suspend", description = "No more log-in and no more mail; removes nothing.")
    static final class Suspend extends OnOne {
        Suspend(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Account account) {
            state(store, account, Account.State.SUSPENDED);
            terminal.out().println(account.address() + " suspended");
        }
    }

    /** {@code user resume}. */
    @Command(name = "resume", description = "Takes back a suspension.")
    static final class Resume extends OnOne {
        Resume(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Account account) {
            state(store, account, Account.State.ACTIVE);
            terminal.out().println(account.address() + " resumed");
        }
    }

    /** {@code user elsewhere}. */
    @Command(
            name = "elsewhere",
            description = "Marks a person as authenticated elsewhere: LDAP checks the password.")
    static final class Elsewhere extends OnOne {
        @Option(names = "--off", description = "Takes the mark off.")
        private boolean off;

        Elsewhere(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Account account) {
            store.directory().setElsewhere(account.id(), !off);
            String what = off ? "password here" : "password elsewhere";
            store.login().changed(account.id(), Actor.CONSOLE, what);
            terminal.out()
                    .println(
                            account.address()
                                    + " is authenticated "
                                    + (off ? "here" : "elsewhere"));
        }
    }

    /** {@code user reset-factors}. */
    @Command(
            name = "reset-factors",
            description =
                    "Takes away the authenticator program and passkeys of a person who has lost"
                            + " them, and ends their sessions.")
    static final class ResetFactors extends OnOne {
        ResetFactors(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Account account) {
            store.login().resetFactors(account.id(), Actor.CONSOLE);
            terminal.out().println(account.address() + " logs in with the password alone");
        }
    }

    /** {@code user remove}. */
    @Command(
            name = "remove",
            description =
                    "Removes a person and destroys the key of their mail, which nobody can read"
                            + " again.")
    static final class Remove extends OnOne {
        @Option(names = "--yes", description = "Does not ask for the address again.")
        private boolean yes;

        Remove(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Account account) {
            if (!yes) {
                throw new CommandFailed(
                        "this destroys all mail of " + account.address() + "; say so with --yes");
            }
            store.organisation().people().remove(account.id(), Actor.CONSOLE);
            terminal.out().println("Removed " + account.address());
        }
    }

    /** A command about one person. */
    abstract static class OnOne extends StoreCommand {
        @Parameters(paramLabel = "USER", description = "Address, or the part before the @.")
        private String user = "";

        OnOne(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            act(store, store.account(user));
            return 0;
        }

        abstract void act(OpenStore store, Account account) throws IOException;
    }

    private static void state(OpenStore store, Account account, Account.State state) {
        People people = store.organisation().people();
        Person person =
                people.byId(account.id())
                        .orElseThrow(() -> new CommandFailed(account.address() + " is no person"));
        people.update(person.withState(state), Actor.CONSOLE);
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    private static String newPassword(Terminal terminal, String who) throws IOException {
        String password = terminal.password("New password for " + who + ": ");
        if (terminal.interactive() && !terminal.password("Again: ").equals(password)) {
            throw new CommandFailed("the two passwords differ");
        }
        return password;
    }
}
