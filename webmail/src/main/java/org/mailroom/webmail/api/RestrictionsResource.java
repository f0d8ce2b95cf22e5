package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.safety.NewRestriction;
import org.mailroom.messaging.safety.Restriction;
import org.mailroom.messaging.safety.Restrictions;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What moderators impose on people, and its history. */
final class RestrictionsResource implements Resource {
    private static final String RESTRICTIONS = ROOT + "/restrictions";
    private static final String ONE = RESTRICTIONS + "/{restriction}";
    private static final Access ACCESS = Access.scope(Scope.MODERATION);

    /** A restriction as moderators see it. */
    record RestrictionJson(
            String id,
            String person,
            String address,
            String kind,
            boolean active,
            String from,
            @Nullable String until,
            String reason,
            String author,
            @Nullable String report,
            @Nullable LiftedJson lifted) {}

    /** How one ended early. */
    record LiftedJson(String at, String by, String reason) {}

    /** One to be imposed. */
    record RestrictionFields(
            String person,
            String kind,
            String reason,
            @Nullable String until,
            @Nullable String report) {}

    /** Why one is lifted. */
    record LiftFields(String reason) {}

    private final Restrictions restrictions;
    private final Named named;
    private final InstantSource clock;

    RestrictionsResource(Restrictions restrictions, Named named, InstantSource clock) {
        this.restrictions = restrictions;
        this.named = named;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(RESTRICTIONS, ACCESS, this::active).query("after", "limit"),
                Route.post(RESTRICTIONS, ACCESS, this::impose),
                Route.get(ONE, ACCESS, this::read),
                Route.post(ONE + "/lift", ACCESS, this::lift),
                Route.get(PeopleResource.ONE + "/restrictions", ACCESS, this::history)
                        .query("after", "limit"));
    }

    private Answer active(Call call) {
        Page.Place place = Page.place(call);
        List<Restriction> found = restrictions.active(place.after(), place.oneMore());
        return Answer.ok(Page.of(place, found, Restriction::id, this::shown));
    }

    private Answer history(Call call) {
        Page.Place place = Page.place(call);
        List<Restriction> found =
                restrictions.history(
                        named.person(call.path("person")).id(), place.after(), place.oneMore());
        return Answer.ok(Page.of(place, found, Restriction::id, this::shown));
    }

    private Answer impose(Call call) {
        RestrictionFields wanted = call.body(RestrictionFields.class);
        Restriction made =
                restrictions.impose(
                        new NewRestriction(
                                named.account("person", wanted.person()),
                                Words.to(Restriction.Kind.class, wanted.kind()),
                                wanted.reason(),
                                Moments.ofNullable(wanted.until()),
                                Optional.ofNullable(wanted.report())),
                        call.actor());
        return Answer.created(RESTRICTIONS + "/" + made.id(), shown(made));
    }

    private Answer read(Call call) {
        return Answer.ok(
                shown(
                        restrictions
                                .byId(call.number("restriction"))
                                .orElseThrow(() -> Problem.nothing("restriction").thrown())));
    }

    private Answer lift(Call call) {
        String reason = call.body(LiftFields.class).reason();
        return Answer.ok(
                shown(restrictions.lift(call.number("restriction"), reason, call.actor())));
    }

    private RestrictionJson shown(Restriction r) {
        return new RestrictionJson(
                Long.toString(r.id()),
                r.person().toString(),
                named.address(r.person()),
                Words.of(r.kind()),
                r.active(clock.instant()),
                Moments.text(r.from()),
                Moments.text(r.until()),
                r.reason(),
                name(r.author()),
                r.report().orElse(null),
                r.lifted()
                        .map(l -> new LiftedJson(Moments.text(l.at()), name(l.by()), l.reason()))
                        .orElse(null));
    }

    private String name(Actor actor) {
        return actor.account().map(named::address).orElse(actor.name());
    }
}
