package org.mailroom.server.command;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.Rank;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.List;

/** {@code group members}, {@code join}, {@code leave}: who belongs to a group. */
final class GroupMemberCommands {
    private static final int PAGE = 500;

    private GroupMemberCommands() {}

    /** {@code group members}. */
    @Command(name = "members", description = "Lists the members of a group.")
    static final class Members extends GroupCommand.OnOne {
        @Option(
                names = "--all",
                description = "The people whom mail to the group reaches, through groups within.")
        private boolean all;

        Members(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Group group) {
            Groups groups = store.organisation().groups();
            AccountId id = group.id();
            List<Membership> page = all ? groups.expand(id, PAGE) : groups.members(id, PAGE);
            while (!page.isEmpty()) {
                page.forEach(m -> print(store, m));
                AccountId last = page.getLast().member();
                page = all ? groups.expand(id, last, PAGE) : groups.members(id, last, PAGE);
            }
        }

        private void print(OpenStore store, Membership m) {
            terminal.out()
                    .printf(
                            "%s  (%s since %s%s%s)%n",
                            Say.address(store, m.member()),
                            Say.word(m.rank()),
                            m.joined(),
                            m.byRule() ? ", by the expression" : "",
                            m.muted() ? ", muted" : "");
        }
    }

    /** {@code group join}. */
    @Command(
            name = "join",
            description = "Makes people, services or groups members, or ranks them.")
    static final class Join extends GroupCommand.OnOne {
        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "MEMBER",
                description = "Addresses, or the parts before the @.")
        private List<String> members = List.of();

        @Option(
                names = "--rank",
                paramLabel = "RANK",
                description = "member (default), moderator, owner, primary-owner.")
        private String rank = "member";

        Join(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Group group) {
            Rank as = Say.of(Rank.class, "--rank", rank);
            List<AccountId> ids = members.stream().map(m -> store.account(m).id()).toList();
            for (int from = 0; from < ids.size(); from += PAGE) {
                List<AccountId> some = ids.subList(from, Math.min(ids.size(), from + PAGE));
                store.organisation().groups().joinAll(group.id(), some, as, Actor.CONSOLE);
            }
            terminal.out().println(ids.size() + " joined " + group.address());
        }
    }

    /** {@code group leave}. */
    @Command(name = "leave", description = "Ends memberships; they stay as history.")
    static final class Leave extends GroupCommand.OnOne {
        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "MEMBER",
                description = "Addresses, or the parts before the @.")
        private List<String> members = List.of();

        Leave(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        void act(OpenStore store, Group group) {
            for (String member : members) {
                store.organisation()
                        .groups()
                        .leave(
                                group.id(),
                                store.account(member).id(),
                                Instant.now(),
                                Actor.CONSOLE);
            }
            terminal.out().println(members.size() + " left " + group.address());
        }
    }
}
