package org.mailroom.server.command;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.History;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.NewGroup;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code group}: classes, cohorts, teams, role addresses. */
@Command(
        name = "group",
        description = "Groups with an address: classes, teams, support groups, role addresses.",
        subcommands = {
            GroupCommand.Add.class,
            GroupCommand.Show.class,
            GroupCommand.Listing.class,
            GroupCommand.Change.class,
            GroupCommand.Remove.class,
            GroupMemberCommands.Members.class,
            GroupMemberCommands.Join.class,
            GroupMemberCommands.Leave.class
        })
final class GroupCommand {
    private static final int PAGE = 500;

    private GroupCommand() {}

    /** What a group may be told to be. */
    static final class Properties {
        @Option(names = "--title", paramLabel = "TITLE", description = "What people read.")
        private Optional<String> title = Optional.empty();

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description =
                        "class, cohort, team, support-group, tier, everyone, role-address, or a"
                                + " word of your policy. Default: team.")
        private Optional<String> kind = Optional.empty();

        @Option(
                names = "--replies",
                paramLabel = "MODE",
                description = "announce, reply-to-owner (default) or all.")
        private Optional<String> replies = Optional.empty();

        @Option(
                names = "--history",
                paramLabel = "WHAT",
                description = "What new members see: from-join (default) or full.")
        private Optional<String> history = Optional.empty();

        @Option(
                names = "--expression",
                paramLabel = "EXPRESSION",
                description =
                        "Who belongs to it besides those who join, as 'role is student and"
                                + " attribute course is \"M 101\"'. Empty: nobody.")
        private Optional<String> expression = Optional.empty();

        ReplyMode replies(ReplyMode otherwise) {
            return replies.map(r -> Say.of(ReplyMode.class, "--replies", r)).orElse(otherwise);
        }

        History history(History otherwise) {
            return history.map(h -> Say.of(History.class, "--history", h)).orElse(otherwise);
        }

        Optional<String> expression(Optional<String> otherwise) {
            return expression.isPresent() ? expression.filter(e -> !e.isBlank()) : otherwise;
        }
    }

    /** {@code group add}. */
    @Command(name = "add", description = "Adds a group.")
    static final class Add extends StoreCommand {
        @Parameters(paramLabel = "ADDRESS", description = "The group's address.")
        private String address = "";

        @Option(names = "--alias", paramLabel = "ADDRESS", description = "A further address.")
        private List<String> aliases = new ArrayList<>();

        @Mixin private final Properties properties = new Properties();

        Add(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            Groups groups = store.organisation().groups();
            Group made =
                    groups.create(
                            new NewGroup(
                                    store.address(address),
                                    aliases.stream().map(store::address).toList(),
                                    properties.title.orElse(""),
                                    properties.kind.orElse("team"),
                                    properties.replies(ReplyMode.REPLY_TO_OWNER),
                                    properties.history(History.FROM_JOIN),
                                    properties.expression(Optional.empty())),
                            Actor.CONSOLE);
            groups.settle();
            terminal.out().println("Added " + made.address());
            return 0;
        }
    }

    /** {@code group show}. */
    @Command(name = "show", description = "Shows a group.")
    static final class Show extends OnOne {
        Show(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Group group) {
            Groups groups = store.organisation().groups();
            PrintWriter out = terminal.out();
            out.println("address     " + group.address());
            group.aliases().forEach(alias -> out.println("also        " + alias));
            out.println("title       " + group.title());
            out.println("kind        " + group.kind());
            out.println("state       " + Say.word(group.state()));
            out.println("replies     " + Say.word(group.replyMode()));
            out.println("history     " + Say.word(group.history()));
            group.expression().ifPresent(e -> out.println("expression  " + e));
            groups.progress(group.id())
                    .ifPresent(p -> out.printf("applying    %d of %d%n", p.done(), p.total()));
            for (Membership owner : groups.owners(group.id())) {
                out.printf(
                        "%-11s %s%n",
                        owner.rank() == Rank.PRIMARY_OWNER ? "primary" : "owner",
                        Say.address(store, owner.member()));
            }
            out.println("members     " + groups.count(group.id()));
        }
    }

    /** {@code group list}. */
    @Command(name = "list", description = "Lists the groups.")
    static final class Listing extends StoreCommand {
        Listing(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            Groups groups = store.organisation().groups();
            List<Group> page = groups.list(PAGE);
            while (!page.isEmpty()) {
                for (Group g : page) {
                    terminal.out()
                            .printf(
                                    "%s  %s  (%s, %d members)%n",
                                    g.address(), g.title(), g.kind(), groups.count(g.id()));
                }
                page = groups.list(page.getLast().id(), PAGE);
            }
            return 0;
        }
    }

    /** {@code group set}. */
    @Command(name = "set", description = "Changes a group; what is not said stays.")
    static final class Change extends OnOne {
        @Mixin private final Properties properties = new Properties();

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "active, or left: closed, takes no more mail.")
        private Optional<String> state = Optional.empty();

        Change(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Group group) {
            Groups groups = store.organisation().groups();
            Group changed =
                    group.withTitle(properties.title.orElse(group.title()))
                            .withKind(properties.kind.orElse(group.kind()))
                            .withReplyMode(properties.replies(group.replyMode()))
                            .withHistory(properties.history(group.history()))
                            .withExpression(properties.expression(group.expression()))
                            .withState(
                                    state.map(s -> Say.of(Account.State.class, "--state", s))
                                            .orElse(group.state()));
            groups.update(changed, Actor.CONSOLE);
            groups.settle();
            terminal.out().println("Changed " + group.address());
        }
    }

    /** {@code group remove}. */
    @Command(name = "remove", description = "Removes a group; its members stay whoever they are.")
    static final class Remove extends OnOne {
        @Option(names = "--yes", description = "Says that it is meant.")
        private boolean yes;

        Remove(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Group group) {
            if (!yes) {
                throw new CommandFailed(
                        "this forgets who belonged to " + group.address() + "; say so with --yes");
            }
            store.organisation().groups().remove(group.id(), Actor.CONSOLE);
            terminal.out().println("Removed " + group.address());
        }
    }

    /** A command about one group. */
    abstract static class OnOne extends StoreCommand {
        @Parameters(
                index = "0",
                paramLabel = "GROUP",
                description = "Address, or the part before the @.")
        private String address = "";

        OnOne(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            AccountId id = store.account(address).id();
            act(
                    store,
                    store.organisation()
                            .groups()
                            .byId(id)
                            .orElseThrow(
                                    () ->
                                            new CommandFailed(
                                                    store.address(address) + " is no group")));
            return 0;
        }

        abstract void act(OpenStore store, Group group);
    }
}
