package org.mailroom.webmail.api;

import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.PeopleResource.PersonJson;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The caller's own profile and groups. */
final class MeResource implements Resource {
    private static final Access ACCESS = Access.scope(Scope.SELF);
    private static final String ME = ROOT + "/me";
    private static final String GROUPS = ME + "/groups";

    /** Who the caller is, and what they may do here. */
    record MeJson(PersonJson person, Set<String> scopes) {}

    /** A group of the caller. */
    record OwnGroup(
            String id, String address, String title, String kind, String rank, boolean muted) {}

    /** All of them. */
    record OwnGroups(List<OwnGroup> items) {}

    /** Whether the group's messages make themselves noticed. */
    record MutedFields(boolean muted) {}

    private final People people;
    private final Groups groups;
    private final InstantSource clock;

    MeResource(People people, Groups groups, InstantSource clock) {
        this.people = people;
        this.groups = groups;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(ME, ACCESS, this::me),
                Route.get(GROUPS, ACCESS, this::groups),
                Route.patch(GROUPS + "/{group}", ACCESS, this::mute));
    }

    private Answer me(Call call) {
        Person self =
                people.byId(call.principal().account())
                        .orElseThrow(() -> Problem.nothing("person").thrown());
        Set<String> scopes =
                call.principal().scopes().stream()
                        .map(Scope::wire)
                        .collect(Collectors.toCollection(TreeSet::new));
        return Answer.ok(new MeJson(PersonJson.of(self), scopes));
    }

    private Answer groups(Call call) {
        return Answer.ok(
                new OwnGroups(
                        groups.of(call.principal().account(), clock.instant()).stream()
                                .flatMap(m -> groups.byId(m.group()).stream().map(g -> shown(g, m)))
                                .toList()));
    }

    private Answer mute(Call call) {
        Membership own = own(call);
        boolean muted = call.body(MutedFields.class).muted();
        groups.mute(own.group(), own.member(), muted, call.actor());
        Membership now = own(call);
        return Answer.ok(shown(groups.byId(now.group()).orElseThrow(), now));
    }

    /** A group one is not in is, for this, not there. */
    private Membership own(Call call) {
        return Named.id(call.path("group"))
                .flatMap(g -> groups.membership(g, call.principal().account(), clock.instant()))
                .orElseThrow(() -> Problem.nothing("group").thrown());
    }

    private static OwnGroup shown(Group g, Membership m) {
        return new OwnGroup(
                g.id().toString(), g.address(), g.title(), g.kind(), Words.of(m.rank()), m.muted());
    }
}
