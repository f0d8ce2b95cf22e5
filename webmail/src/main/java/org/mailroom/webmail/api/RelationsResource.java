package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.people.NewRelation;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who is what to whom: assigned clinician, mentor, instructor. */
final class RelationsResource implements Resource {
    private static final String RELATIONS = ROOT + "/relations";
    private static final String ONE = RELATIONS + "/{relation}";
    private static final Access READ = Access.scope(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE);
    private static final Access WRITE = Access.scope(Scope.PEOPLE_WRITE);

    /** A relation as clients see one. */
    record RelationJson(
            String id,
            String from,
            String fromAddress,
            String to,
            String toAddress,
            String kind,
            String since,
            @Nullable String until) {}

    /** A relation to be made. */
    record RelationFields(
            String from, String to, String kind, @Nullable String since, @Nullable String until) {}

    private final Relations relations;
    private final Named named;
    private final InstantSource clock;

    RelationsResource(Relations relations, Named named, InstantSource clock) {
        this.relations = relations;
        this.named = named;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(PeopleResource.ONE + "/relations", READ, this::list)
                        .query("after", "limit"),
                Route.post(RELATIONS, WRITE, this::create),
                Route.get(ONE, READ, this::read),
                Route.delete(ONE, WRITE, this::end).query("at"));
    }

    private Answer list(Call call) {
        Page.Place place = Page.place(call);
        List<Relation> found =
                relations.of(
                        named.person(call.path("person")).id(), place.after(), place.oneMore());
        return Answer.ok(Page.of(place, found, Relation::id, this::shown));
    }

    private Answer create(Call call) {
        RelationFields wanted = call.body(RelationFields.class);
        Relation made =
                relations.add(
                        new NewRelation(
                                named.account("from", wanted.from()),
                                named.account("to", wanted.to()),
                                wanted.kind(),
                                Moments.ofNullable(wanted.since()).orElseGet(clock::instant),
                                Moments.ofNullable(wanted.until())),
                        call.actor());
        return Answer.created(RELATIONS + "/" + made.id(), shown(made));
    }

    private Answer read(Call call) {
        return Answer.ok(shown(find(call)));
    }

    private Answer end(Call call) {
        Instant at = call.query("at").map(RelationsResource::moment).orElseGet(clock::instant);
        relations.end(find(call).id(), at, call.actor());
        return Answer.none();
    }

    static Instant moment(String text) {
        try {
            return Moments.of(text);
        } catch (java.time.DateTimeException e) {
            throw Call.wrong("at", "is no moment such as 2026-05-04T08:00:00Z");
        }
    }

    private Relation find(Call call) {
        return relations
                .byId(call.number("relation"))
                .orElseThrow(() -> Problem.nothing("relation").thrown());
    }

    private RelationJson shown(Relation r) {
        return new RelationJson(
                Long.toString(r.id()),
                r.from().toString(),
                named.address(r.from()),
                r.to().toString(),
                named.address(r.to()),
                r.kind(),
                Moments.text(r.since()),
                Moments.text(r.until()));
    }
}
