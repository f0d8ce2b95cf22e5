package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.time.InstantSource;
import java.util.List;

/** Who belongs to a group, in which rank; and the groups that somebody belongs to. */
final class MembersResource implements Resource {
    private static final String MEMBERS = GroupsResource.ONE + "/members";
    private static final String ONE = MEMBERS + "/{member}";
    private static final Access READ = Access.scope(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE);
    private static final Access WRITE = Access.scope(Scope.PEOPLE_WRITE);

    /** A membership as clients see one. */
    record MemberJson(
            String group,
            String groupAddress,
            String member,
            String address,
            String rank,
            String joined,
            @Nullable String left,
            boolean muted,
            boolean byRule) {}

    /** Members to be added. */
    record MembersFields(List<String> members, @Nullable String rank) {}

    /** What of a membership can be changed. */
    record MemberFields(@Nullable String rank, @Nullable Boolean muted) {}

    /** Members just added. */
    record Joined(List<MemberJson> items) {}

    private final Groups groups;
    private final Named named;
    private final InstantSource clock;

    MembersResource(Groups groups, Named named, InstantSource clock) {
        this.groups = groups;
        this.named = named;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(MEMBERS, READ, this::list).query("after", "limit"),
                Route.post(MEMBERS, WRITE, this::join),
                Route.patch(ONE, WRITE, this::change),
                Route.delete(ONE, WRITE, this::leave),
                Route.get(PeopleResource.ONE + "/groups", READ, this::groupsOf));
    }

    private Answer list(Call call) {
        Page.Place place = Page.place(call);
        AccountId group = named.group(call.path("group")).id();
        List<Membership> found =
                place.after() == 0
                        ? groups.members(group, place.oneMore())
                        : groups.members(group, new AccountId(place.after()), place.oneMore());
        return Answer.ok(Page.of(place, found, m -> m.member().value(), this::shown));
    }

    private Answer groupsOf(Call call) {
        AccountId person = named.person(call.path("person")).id();
        return Answer.ok(
                new Joined(groups.of(person, clock.instant()).stream().map(this::shown).toList()));
    }

    private Answer join(Call call) {
        AccountId group = named.group(call.path("group")).id();
        MembersFields wanted = call.body(MembersFields.class);
        List<AccountId> members =
                wanted.members().stream().map(m -> named.account("members", m)).toList();
        Rank rank = wanted.rank() == null ? Rank.MEMBER : Words.to(Rank.class, wanted.rank());
        List<Membership> joined = groups.joinAll(group, members, rank, call.actor());
        return Answer.ok(new Joined(joined.stream().map(this::shown).toList()));
    }

    private Answer change(Call call) {
        Membership membership = find(call);
        MemberFields wanted = call.body(MemberFields.class);
        if (wanted.rank() != null) {
            groups.setRank(
                    membership.group(),
                    membership.member(),
                    Words.to(Rank.class, wanted.rank()),
                    call.actor());
        }
        if (wanted.muted() != null) {
            groups.mute(membership.group(), membership.member(), wanted.muted(), call.actor());
        }
        return Answer.ok(shown(find(call)));
    }

    private Answer leave(Call call) {
        Membership membership = find(call);
        groups.leave(membership.group(), membership.member(), clock.instant(), call.actor());
        return Answer.none();
    }

    private Membership find(Call call) {
        AccountId group = named.group(call.path("group")).id();
        return named.find(call.path("member"))
                .flatMap(m -> groups.membership(group, m, clock.instant()))
                .orElseThrow(() -> Problem.nothing("member").thrown());
    }

    private MemberJson shown(Membership m) {
        return new MemberJson(
                m.group().toString(),
                named.address(m.group()),
                m.member().toString(),
                named.address(m.member()),
                Words.of(m.rank()),
                Moments.text(m.joined()),
                Moments.text(m.left()),
                m.muted(),
                m.byRule());
    }
}
