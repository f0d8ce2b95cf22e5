package org.mailroom.server.command;

import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code person}: who people are; {@code user} is about their mail and passwords. */
@Command(
        name = "person",
        description = "Says who people and services are: roles, attributes, state.",
        subcommands = {
            PersonCommand.Add.class,
            PersonCommand.Show.class,
            PersonCommand.Listing.class,
            PersonCommand.Change.class,
            PersonCommand.Remove.class
        })
final class PersonCommand {
    private static final int PAGE = 500;

    private PersonCommand() {}

    /** {@code person add}. */
    @Command(
            name = "add",
            description =
                    "Adds a person who cannot log in until there is a password (user passwd), or a"
                            + " service, which logs in with tokens.")
    static final class Add extends StoreCommand {
        @Parameters(paramLabel = "ADDRESS", description = "The address, as alice@demo.test.")
        private String address = "";

        @Option(names = "--service", description = "A system of the platform, without mailboxes.")
        private boolean service;

        @Option(names = "--name", paramLabel = "NAME", description = "The name to show.")
        private String name = "";

        @Option(names = "--alias", paramLabel = "ADDRESS", description = "A further address.")
        private List<String> aliases = new ArrayList<>();

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "A role; several may be given.")
        private List<String> roles = new ArrayList<>();

        @Option(
                names = "--attribute",
                paramLabel = "NAME=VALUE",
                description = "What is known besides; several may be given.")
        private List<String> attributes = new ArrayList<>();

        @Option(names = "--locale", paramLabel = "TAG", description = "Language, as de-CH.")
        private String locale = "";

        @Option(names = "--zone", paramLabel = "ZONE", description = "As Europe/Zurich.")
        private String zone = "";

        Add(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            var wanted =
                    new NewPerson(
                                    service ? Account.Kind.SERVICE : Account.Kind.PERSON,
                                    store.address(address),
                                    name,
                                    new HashSet<>(roles))
                            .withAliases(aliases.stream().map(store::address).toList())
                            .withAttributes(Say.pairs("--attribute", attributes))
                            .withLocale(locale(locale))
                            .withZone(zone(zone));
            Person made = store.organisation().people().create(wanted, Actor.CONSOLE);
            terminal.out().println("Added " + made.address());
            return 0;
        }
    }

    private static Optional<Locale> locale(String tag) {
        return tag.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Say.value(
                                "--locale",
                                tag,
                                t -> new Locale.Builder().setLanguageTag(t).build()));
    }

    private static Optional<ZoneId> zone(String id) {
        return id.isEmpty() ? Optional.empty() : Optional.of(Say.value("--zone", id, ZoneId::of));
    }

    /** {@code person show}. */
    @Command(name = "show", description = "Shows what is known of somebody.")
    static final class Show extends OnOne {
        Show(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Person person) {
            PrintWriter out = terminal.out();
            out.println("address     " + person.address());
            person.aliases().forEach(alias -> out.println("also        " + alias));
            out.println("kind        " + Say.word(person.kind()));
            out.println("state       " + Say.word(person.state()));
            line("name        ", person.displayName());
            line("roles       ", String.join(", ", person.roles().stream().sorted().toList()));
            person.attributes().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(
                            a ->
                                    out.println(
                                            "attribute   "
                                                    + a.getKey()
                                                    + " = "
                                                    + String.join(", ", a.getValue())));
            person.locale().ifPresent(l -> out.println("locale      " + l.toLanguageTag()));
            person.zone().ifPresent(z -> out.println("zone        " + z));
            for (Membership m : store.organisation().groups().of(person.id(), Instant.now())) {
                out.printf(
                        "group       %s  (%s%s)%n",
                        Say.address(store, m.group()),
                        Say.word(m.rank()),
                        m.byRule() ? ", by its expression" : "");
            }
        }

        private void line(String label, String text) {
            if (!text.isEmpty()) {
                terminal.out().println(label + text);
            }
        }
    }

    /** {@code person list}. */
    @Command(name = "list", description = "Lists people and services.")
    static final class Listing extends StoreCommand {
        @Option(names = "--role", paramLabel = "ROLE", description = "Only those with this role.")
        private String role = "";

        Listing(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            People people = store.organisation().people();
            long after = 0;
            List<Person> page = page(people, after);
            while (!page.isEmpty()) {
                page.forEach(this::print);
                after = page.getLast().id().value();
                page = page(people, after);
            }
            return 0;
        }

        private List<Person> page(People people, long after) {
            if (!role.isEmpty()) {
                return people.withRole(role, after, PAGE);
            }
            return after == 0
                    ? people.list(PAGE)
                    : people.list(new org.mailroom.mailstore.account.AccountId(after), PAGE);
        }

        private void print(Person person) {
            List<String> more = new ArrayList<>(person.roles().stream().sorted().toList());
            if (person.kind() == Account.Kind.SERVICE) {
                more.add("a service");
            }
            if (!person.active()) {
                more.add(Say.word(person.state()));
            }
            terminal.out()
                    .println(
                            person.address()
                                    + (more.isEmpty()
                                            ? ""
                                            : "  (" + String.join(", ", more) + ")"));
        }
    }

    /** {@code person set}. */
    @Command(name = "set", description = "Changes what is known of somebody; the rest stays.")
    static final class Change extends OnOne {
        @Option(names = "--name", paramLabel = "NAME", description = "The name to show.")
        private Optional<String> name = Optional.empty();

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description =
                        "active, suspended (no log-in and no mail for now), left (the same for"
                                + " good, and out of all groups by expression).")
        private Optional<String> state = Optional.empty();

        @Option(names = "--role", paramLabel = "ROLE", description = "Gives a role.")
        private List<String> roles = new ArrayList<>();

        @Option(names = "--no-role", paramLabel = "ROLE", description = "Takes a role.")
        private List<String> noRoles = new ArrayList<>();

        @Option(
                names = "--attribute",
                paramLabel = "NAME=VALUE",
                description =
                        "Replaces the values of an attribute; several may be given. NAME= takes it"
                                + " away.")
        private List<String> attributes = new ArrayList<>();

        @Option(names = "--locale", paramLabel = "TAG", description = "Language, as de-CH.")
        private Optional<String> locale = Optional.empty();

        @Option(names = "--zone", paramLabel = "ZONE", description = "As Europe/Zurich.")
        private Optional<String> zone = Optional.empty();

        Change(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Person person) {
            Set<String> held = new HashSet<>(person.roles());
            roles.forEach(r -> held.add(r.toLowerCase(Locale.ROOT)));
            noRoles.forEach(r -> held.remove(r.toLowerCase(Locale.ROOT)));
            Map<String, List<String>> known = new HashMap<>(person.attributes());
            Say.pairs("--attribute", attributes)
                    .forEach((key, values) -> known.put(key.toLowerCase(Locale.ROOT), values));
            Person changed =
                    person.withRoles(held)
                            .withAttributes(known)
                            .withDisplayName(name.orElse(person.displayName()))
                            .withState(
                                    state.map(s -> Say.of(Account.State.class, "--state", s))
                                            .orElse(person.state()))
                            .withLocale(locale.map(PersonCommand::locale).orElse(person.locale()))
                            .withZone(zone.map(PersonCommand::zone).orElse(person.zone()));
            store.organisation().people().update(changed, Actor.CONSOLE);
            terminal.out().println("Changed " + person.address());
        }
    }

    /** {@code person remove}. */
    @Command(
            name = "remove",
            description =
                    "Removes somebody with relations, memberships, tokens and mail, which nobody"
                            + " can read again. Who has only left: person set --state left.")
    static final class Remove extends OnOne {
        @Option(names = "--yes", description = "Says that it is meant.")
        private boolean yes;

        Remove(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Person person) {
            if (!yes) {
                throw new CommandFailed(
                        "this destroys all mail of " + person.address() + "; say so with --yes");
            }
            store.organisation().people().remove(person.id(), Actor.CONSOLE);
            terminal.out().println("Removed " + person.address());
        }
    }

    /** A command about one person or service. */
    abstract static class OnOne extends StoreCommand {
        @Parameters(paramLabel = "PERSON", description = "Address, or the part before the @.")
        private String who = "";

        OnOne(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            Account account = store.account(who);
            act(
                    store,
                    store.organisation()
                            .people()
                            .byId(account.id())
                            .orElseThrow(
                                    () -> new CommandFailed(account.address() + " is a group")));
            return 0;
        }

        abstract void act(OpenStore store, Person person);
    }
}
