package org.mailroom.server.command;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.people.NewRelation;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.people.Relations;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code relation}: who is what to whom. */
@Command(
        name = "relation",
        description =
                "Says who is what to whom: relation add gray@ assigned pat@ makes Gray the"
                        + " clinician who is assigned to Pat.",
        subcommands = {
            RelationCommand.Add.class,
            RelationCommand.End.class,
            RelationCommand.Listing.class
        })
final class RelationCommand {
    private static final int PAGE = 500;

    private RelationCommand() {}

    /** {@code relation add}. */
    @Command(name = "add", description = "Adds a relation.")
    static final class Add extends OnTwo {
        @Option(names = "--since", paramLabel = "TIME", description = "Default: now.")
        private Optional<String> since = Optional.empty();

        @Option(names = "--until", paramLabel = "TIME", description = "Default: no end known.")
        private Optional<String> until = Optional.empty();

        Add(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(Relations relations, AccountId from, String kind, AccountId to) {
            relations.add(
                    new NewRelation(
                            from,
                            to,
                            kind,
                            since.map(t -> Say.time("--since", t)).orElseGet(Instant::now),
                            until.map(t -> Say.time("--until", t))),
                    Actor.CONSOLE);
            terminal.out().println("Added");
        }
    }

    /** {@code relation end}. */
    @Command(name = "end", description = "Ends a relation; it stays as history.")
    static final class End extends OnTwo {
        @Option(names = "--at", paramLabel = "TIME", description = "Default: now.")
        private Optional<String> at = Optional.empty();

        End(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(Relations relations, AccountId from, String kind, AccountId to) {
            Relation held =
                    relations.between(from, to, Instant.now()).stream()
                            .filter(r -> r.from().equals(from) && r.kind().equalsIgnoreCase(kind))
                            .findFirst()
                            .orElseThrow(() -> new CommandFailed("there is no such relation now"));
            relations.end(
                    held.id(),
                    at.map(t -> Say.time("--at", t)).orElseGet(Instant::now),
                    Actor.CONSOLE);
            terminal.out().println("Ended");
        }
    }

    /** {@code relation list}. */
    @Command(name = "list", description = "Lists the relations of somebody.")
    static final class Listing extends StoreCommand {
        @Parameters(paramLabel = "PERSON", description = "Address, or the part before the @.")
        private String who = "";

        @Option(names = "--all", description = "Those that have ended, too.")
        private boolean all;

        Listing(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            Relations relations = store.organisation().relations();
            AccountId id = store.account(who).id();
            List<Relation> page = relations.of(id, 0, PAGE);
            while (!page.isEmpty()) {
                for (Relation r : page) {
                    if (all || r.until().map(Instant.now()::isBefore).orElse(true)) {
                        print(store, r);
                    }
                }
                page = relations.of(id, page.getLast().id(), PAGE);
            }
            return 0;
        }

        private void print(OpenStore store, Relation r) {
            terminal.out()
                    .printf(
                            "%s  %s  %s  since %s%s%n",
                            Say.address(store, r.from()),
                            r.kind(),
                            Say.address(store, r.to()),
                            r.since(),
                            r.until().map(u -> " until " + u).orElse(""));
        }
    }

    /** A command about two people. */
    abstract static class OnTwo extends StoreCommand {
        @Parameters(
                index = "0",
                paramLabel = "FROM",
                description = "Who has the office: the clinician, the mentor, the instructor.")
        private String from = "";

        @Parameters(
                index = "1",
                paramLabel = "KIND",
                description = "assigned, mentor, instructor, care-team …")
        private String kind = "";

        @Parameters(
                index = "2",
                paramLabel = "TO",
                description = "For whom: the patient, the student.")
        private String to = "";

        OnTwo(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            act(
                    store.organisation().relations(),
                    store.account(from).id(),
                    kind,
                    store.account(to).id());
            return 0;
        }

        abstract void act(Relations relations, AccountId from, String kind, AccountId to);
    }
}
