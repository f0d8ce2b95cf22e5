package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.audit.AuditProofs;
import org.mailroom.messaging.audit.AuditRecord;
import org.mailroom.messaging.audit.Checkpoint;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who did what: one's own access log, and for auditors the whole log with its proofs. Reading about
 * others is itself recorded, and they see it.
 */
final class AuditResource implements Resource {
    private static final String AUDIT = ROOT + "/audit";
    private static final Access READ = Access.scope(Scope.AUDIT_READ);

    /** A record as clients see one. */
    record RecordJson(
            String id,
            String at,
            String action,
            String severity,
            String actor,
            @Nullable String subject,
            @Nullable String object,
            @Nullable String reason,
            boolean reasonErased) {}

    /** A signed checkpoint, and the key that it verifies under. */
    record CheckpointJson(long size, String root, String at, String note, String verifierKey) {}

    /** That a record is in the log of a checkpoint. */
    record InclusionJson(
            String record,
            String previous,
            String body,
            long size,
            String root,
            List<String> path) {}

    /** That a larger log begins with a smaller one. */
    record ConsistencyJson(
            long first, String firstRoot, long size, String root, List<String> path) {}

    private final AuditLog log;
    private final Named named;

    AuditResource(AuditLog log, Named named) {
        this.log = log;
        this.named = named;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(ROOT + "/me/access-log", Access.scope(Scope.SELF), this::own)
                        .query("after", "limit"),
                Route.get(AUDIT + "/records", READ, this::records)
                        .query("after", "limit", "subject", "routine"),
                Route.get(AUDIT + "/records/{record}/proof", READ, this::inclusion).query("size"),
                Route.get(AUDIT + "/consistency", READ, this::consistency).query("first", "size"),
                Route.get(AUDIT + "/checkpoint", READ, this::checkpoint),
                Route.post(AUDIT + "/checkpoint", READ, this::sign).body(0));
    }

    private Answer own(Call call) {
        Page.Place place = Page.place(call);
        return shown(
                place,
                log.reader().accesses(call.principal().account(), before(place), place.oneMore()));
    }

    private Answer records(Call call) {
        Page.Place place = Page.place(call);
        Optional<AccountId> subject =
                call.query("subject")
                        .map(
                                s ->
                                        named.find(s)
                                                .orElseThrow(
                                                        () -> Problem.nothing("person").thrown()));
        boolean routine = call.query("routine").map("true"::equals).orElse(false);
        AuditEvent reading = AuditEvent.of(call.actor(), Action.AUDIT_READ);
        log.record(subject.map(reading::about).orElse(reading));
        return shown(
                place,
                subject.map(s -> log.reader().about(s, routine, before(place), place.oneMore()))
                        .orElseGet(() -> log.reader().latest(before(place), place.oneMore())));
    }

    /** The latest come first: a part goes on before the record where the last one ended. */
    private static long before(Page.Place place) {
        return place.after() == 0 ? Long.MAX_VALUE : place.after();
    }

    private Answer shown(Page.Place place, List<AuditRecord> found) {
        return Answer.ok(Page.of(place, found, AuditRecord::seq, this::json));
    }

    private RecordJson json(AuditRecord r) {
        return new RecordJson(
                Long.toString(r.seq()),
                Moments.text(r.at()),
                r.action().map(Action::word).orElse("unknown"),
                Words.of(r.severity()),
                name(r.actor()),
                r.subject().map(this::name).orElse(null),
                r.object().orElse(null),
                r.reason().orElse(null),
                r.erased());
    }

    private String name(Actor actor) {
        return actor.account().map(this::name).orElse(actor.name());
    }

    /** The address while there is one; else the number that stays. */
    private String name(AccountId id) {
        String address = named.address(id);
        return address.isEmpty() ? "account " + id : address;
    }

    private Answer inclusion(Call call) {
        AuditProofs.Inclusion proof =
                log.proofs().inclusion(call.number("record"), size(call, "size"));
        return Answer.ok(
                new InclusionJson(
                        Long.toString(proof.seq()),
                        text(proof.previous()),
                        text(proof.body()),
                        proof.size(),
                        text(proof.root()),
                        texts(proof.path())));
    }

    private Answer consistency(Call call) {
        AuditProofs.Consistency proof =
                log.proofs().consistency(size(call, "first"), size(call, "size"));
        return Answer.ok(
                new ConsistencyJson(
                        proof.first(),
                        text(proof.firstRoot()),
                        proof.size(),
                        text(proof.root()),
                        texts(proof.path())));
    }

    private Answer checkpoint(Call call) {
        return shown(log.checkpoint());
    }

    private Answer sign(Call call) {
        return shown(log.checkpointNow());
    }

    private Answer shown(Optional<Checkpoint> checkpoint) {
        Checkpoint c = checkpoint.orElseThrow(() -> Problem.nothing("checkpoint").thrown());
        return Answer.ok(
                new CheckpointJson(
                        c.size(),
                        text(c.root()),
                        Moments.text(c.at()),
                        c.note(),
                        log.verifierKey()));
    }

    /** The number of records of a log; by default of the present one. */
    private long size(Call call, String name) {
        try {
            return call.query(name).map(Long::parseLong).orElseGet(log::size);
        } catch (NumberFormatException e) {
            throw Call.wrong(name, "is no number of records");
        }
    }

    private static String text(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static List<String> texts(List<byte[]> all) {
        return all.stream().map(AuditResource::text).toList();
    }
}
