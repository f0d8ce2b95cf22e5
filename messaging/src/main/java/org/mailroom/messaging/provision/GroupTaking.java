package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.History;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.NewGroup;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.provision.ImportReport.Outcome;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes and changes groups, and who is in them, as entries say. */
final class GroupTaking {
    private static final AccountId NOT_YET = new AccountId(Long.MAX_VALUE);
    private static final String KIND = "team";

    private final Groups groups;
    private final Links links;
    private final Who who;
    private final Actor actor;
    private final InstantSource clock;
    private final boolean dryRun;
    private final Tally tally;

    GroupTaking(
            Groups groups,
            Links links,
            Who who,
            Actor actor,
            InstantSource clock,
            boolean dryRun,
            Tally tally) {
        this.groups = groups;
        this.links = links;
        this.who = who;
        this.actor = actor;
        this.clock = clock;
        this.dryRun = dryRun;
        this.tally = tally;
    }

    void takeGroups(List<Entry.OfGroup> entries) {
        List<Link> changed = new ArrayList<>();
        for (Entry.OfGroup entry : entries) {
            try {
                take(entry).ifPresent(changed::add);
            } catch (Refused e) {
                tally.failed(entry, e);
            }
        }
        if (!dryRun) {
            links.keepAll(changed);
        }
    }

    /** Gives the link that is to be kept, where it is new. */
    private Optional<Link> take(Entry.OfGroup entry) {
        Optional<Group> known = who.of(entry);
        Group before = known.orElseGet(() -> fresh(entry));
        Group wanted = entry.changed().apply(before);
        Optional<Link> link = known.flatMap(g -> links.byId(g.id()));
        boolean relinked =
                entry.externalId().isPresent()
                        && !entry.externalId().equals(link.flatMap(Link::externalId));
        AccountId id = before.id();
        if (known.isEmpty()) {
            id = dryRun ? NOT_YET : create(wanted).id();
            tally.count(entry, Outcome.CREATED);
        } else {
            if (!wanted.equals(before) && !dryRun) {
                groups.update(wanted, actor);
            }
            boolean any = !wanted.equals(before) || relinked;
            tally.count(entry, any ? Outcome.UPDATED : Outcome.UNCHANGED);
        }
        return relinked ? Optional.of(link(id, entry, link)) : Optional.empty();
    }

    private static Group fresh(Entry.OfGroup entry) {
        String local = entry.address().substring(0, entry.address().indexOf('@'));
        return new Group(
                NOT_YET,
                entry.address(),
                List.of(),
                local,
                KIND,
                Account.State.ACTIVE,
                ReplyMode.REPLY_TO_OWNER,
                History.FROM_JOIN,
                Optional.empty(),
                0);
    }

    private Group create(Group wanted) {
        return groups.create(
                new NewGroup(
                        wanted.address(),
                        wanted.aliases(),
                        wanted.title(),
                        wanted.kind(),
                        wanted.replyMode(),
                        wanted.history(),
                        wanted.expression()),
                actor);
    }

    private Link link(AccountId id, Entry.OfGroup entry, Optional<Link> before) {
        Instant now = clock.instant();
        return new Link(
                id,
                entry.externalId(),
                Optional.empty(),
                before.map(Link::document).orElse(""),
                before.map(Link::created).orElse(now),
                now);
    }

    private record Joining(AccountId group, Rank rank) {}

    void takeMembers(List<Entry.OfMember> entries) {
        Map<Joining, Map<AccountId, Entry.OfMember>> joining = new LinkedHashMap<>();
        for (Entry.OfMember entry : entries) {
            Optional<Group> group = who.group(entry.group());
            Optional<AccountId> member = who.anybody(entry.member());
            if (group.isEmpty() || member.isEmpty()) {
                // a dry run: those whom the files declare are not there
                tally.count(entry, dryRun ? Outcome.CREATED : Outcome.FAILED);
                continue;
            }
            try {
                take(entry, group.get().id(), member.get(), joining);
            } catch (Refused e) {
                tally.failed(entry, e);
            }
        }
        joining.forEach(this::join);
    }

    private void take(
            Entry.OfMember entry,
            AccountId group,
            AccountId member,
            Map<Joining, Map<AccountId, Entry.OfMember>> joining) {
        Optional<Membership> known = direct(group, member);
        if (known.isEmpty() || known.get().byRule()) {
            Map<AccountId, Entry.OfMember> same =
                    joining.computeIfAbsent(
                            new Joining(group, entry.rank().orElse(Rank.MEMBER)),
                            key -> new LinkedHashMap<>());
            if (same.putIfAbsent(member, entry) != null) {
                tally.count(entry, Outcome.UNCHANGED);
            }
            return;
        }
        boolean ranked = entry.rank().isPresent() && entry.rank().get() != known.get().rank();
        boolean muted = entry.muted().isPresent() && entry.muted().get() != known.get().muted();
        if (!dryRun && ranked) {
            groups.setRank(group, member, entry.rank().get(), actor);
        }
        if (!dryRun && muted) {
            groups.mute(group, member, entry.muted().get(), actor);
        }
        tally.count(entry, ranked || muted ? Outcome.UPDATED : Outcome.UNCHANGED);
    }

    /** The membership in the group itself, not through another: the next in order of id. */
    private Optional<Membership> direct(AccountId group, AccountId member) {
        List<Membership> next =
                member.value() == 1
                        ? groups.members(group, 1)
                        : groups.members(group, new AccountId(member.value() - 1), 1);
        return next.stream().filter(m -> m.member().equals(member)).findFirst();
    }

    private void join(Joining joining, Map<AccountId, Entry.OfMember> members) {
        try {
            if (!dryRun) {
                groups.joinAll(
                        joining.group(), List.copyOf(members.keySet()), joining.rank(), actor);
                members.forEach(
                        (member, entry) -> {
                            if (entry.muted().orElse(false)) {
                                groups.mute(joining.group(), member, true, actor);
                            }
                        });
            }
            members.values().forEach(entry -> tally.count(entry, Outcome.CREATED));
        } catch (Refused e) {
            if (members.size() == 1) {
                tally.failed(members.values().iterator().next(), e);
            } else {
                members.forEach((member, entry) -> join(joining, Map.of(member, entry)));
            }
        }
    }
}
