package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.History;
import org.mailroom.messaging.group.NewGroup;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Route;

import java.util.List;
import java.util.Optional;

/** Groups with an address: classes, teams, support groups, role addresses. */
final class GroupsResource implements Resource {
    static final String ONE = ROOT + "/groups/{group}";
    private static final String GROUPS = ROOT + "/groups";
    private static final Access READ = Access.scope(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE);
    private static final Access WRITE = Access.scope(Scope.PEOPLE_WRITE);

    /** A group as clients see one. */
    record GroupJson(
            String id,
            String address,
            List<String> aliases,
            String title,
            String kind,
            String state,
            String replyMode,
            String history,
            @Nullable String expression,
            long version) {}

    /** What clients can say of a group. */
    record GroupFields(
            @Nullable String address,
            @Nullable List<String> aliases,
            @Nullable String title,
            @Nullable String kind,
            @Nullable String state,
            @Nullable String replyMode,
            @Nullable String history,
            @Nullable String expression) {

        static GroupFields of(Group g) {
            return new GroupFields(
                    g.address(),
                    g.aliases(),
                    g.title(),
                    g.kind(),
                    Words.of(g.state()),
                    Words.of(g.replyMode()),
                    Words.of(g.history()),
                    g.expression().orElse(null));
        }

        NewGroup create() {
            return new NewGroup(
                    PeopleResource.needed("address", address),
                    aliases == null ? List.of() : aliases,
                    title == null ? "" : title,
                    PeopleResource.needed("kind", kind),
                    reply(),
                    shown(),
                    Optional.ofNullable(expression));
        }

        Group applied(Group g) {
            return new Group(
                    g.id(),
                    PeopleResource.needed("address", address),
                    aliases == null ? List.of() : aliases,
                    title == null ? "" : title,
                    PeopleResource.needed("kind", kind),
                    state == null ? Account.State.ACTIVE : Words.state(state),
                    reply(),
                    shown(),
                    Optional.ofNullable(expression),
                    g.version());
        }

        private ReplyMode reply() {
            return replyMode == null
                    ? ReplyMode.REPLY_TO_OWNER
                    : Words.to(ReplyMode.class, replyMode);
        }

        private History shown() {
            return history == null ? History.FROM_JOIN : Words.to(History.class, history);
        }
    }

    private final Groups groups;
    private final Named named;

    GroupsResource(Groups groups, Named named) {
        this.groups = groups;
        this.named = named;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(GROUPS, READ, this::list).query("after", "limit"),
                Route.post(GROUPS, WRITE, this::create),
                Route.get(ONE, READ, this::read),
                Route.patch(ONE, WRITE, this::update),
                Route.delete(ONE, WRITE, this::remove));
    }

    private Answer list(Call call) {
        Page.Place place = Page.place(call);
        List<Group> found =
                place.after() == 0
                        ? groups.list(place.oneMore())
                        : groups.list(new AccountId(place.after()), place.oneMore());
        return Answer.ok(Page.of(place, found, g -> g.id().value(), GroupsResource::json));
    }

    private Answer create(Call call) {
        Group made = groups.create(call.body(GroupFields.class).create(), call.actor());
        return Answer.created(GROUPS + "/" + made.id(), json(made)).version(made.version());
    }

    private Answer read(Call call) {
        return shown(named.group(call.path("group")));
    }

    private Answer update(Call call) {
        Group before = unchanged(call);
        GroupFields wanted = call.patched(GroupFields.of(before), GroupFields.class);
        return shown(groups.update(wanted.applied(before), call.actor()));
    }

    private Answer remove(Call call) {
        groups.remove(unchanged(call).id(), call.actor());
        return Answer.none();
    }

    private Group unchanged(Call call) {
        Group group = named.group(call.path("group"));
        if (group.version() != call.ifMatch()) {
            throw Call.stale();
        }
        return group;
    }

    private static Answer shown(Group group) {
        return Answer.ok(json(group)).version(group.version());
    }

    private static GroupJson json(Group g) {
        return new GroupJson(
                g.id().toString(),
                g.address(),
                g.aliases(),
                g.title(),
                g.kind(),
                Words.of(g.state()),
                Words.of(g.replyMode()),
                Words.of(g.history()),
                g.expression().orElse(null),
                g.version());
    }
}
