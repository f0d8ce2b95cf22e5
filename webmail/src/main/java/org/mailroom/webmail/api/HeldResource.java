package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.delivery.HeldMail;
import org.mailroom.messaging.delivery.HoldQueue;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.util.List;

/** Messages that wait for a moderator. Whoever reads one leaves a record that its author sees. */
final class HeldResource implements Resource {
    private static final String HELD = ROOT + "/held";
    private static final String ONE = HELD + "/{held}";
    private static final Access ACCESS = Access.scope(Scope.MODERATION);

    /** A held message as moderators see it in the list. */
    record HeldJson(
            String id,
            String at,
            @Nullable String author,
            List<String> recipients,
            String subject,
            String why,
            boolean shadow,
            long size) {}

    /** What its author is told. */
    record RejectFields(String reason) {}

    private final HoldQueue queue;
    private final AuditLog log;
    private final Named named;

    HeldResource(HoldQueue queue, AuditLog log, Named named) {
        this.queue = queue;
        this.log = log;
        this.named = named;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(HELD, ACCESS, this::list).query("after", "limit"),
                Route.get(ONE, ACCESS, call -> Answer.ok(shown(find(call)))),
                Route.get(ONE + "/message", ACCESS, this::message),
                Route.post(ONE + "/release", ACCESS, this::release).body(0),
                Route.post(ONE + "/reject", ACCESS, this::reject));
    }

    private Answer list(Call call) {
        Page.Place place = Page.place(call);
        List<HeldMail> found = queue.list(place.after(), place.oneMore());
        return Answer.ok(Page.of(place, found, HeldMail::id, this::shown));
    }

    /** As a file, so that no browser shows what somebody else has written as a page of ours. */
    private Answer message(Call call) {
        HeldMail held = find(call);
        log.record(event(call, Action.MESSAGE_SEEN_BY_OTHER, held));
        Content content = queue.open(held.id());
        return Answer.stream("message/rfc822", content.range(0, content.size()), content)
                .with("Content-Disposition", "attachment; filename=\"held.eml\"");
    }

    private Answer release(Call call) {
        HeldMail held = find(call);
        queue.release(held.id());
        log.record(event(call, Action.MESSAGE_RELEASED, held));
        return Answer.none();
    }

    private Answer reject(Call call) {
        HeldMail held = find(call);
        String reason = call.body(RejectFields.class).reason();
        queue.reject(held.id(), reason);
        log.record(event(call, Action.REFUSED, held).because(reason));
        return Answer.none();
    }

    private static AuditEvent event(Call call, Action action, HeldMail held) {
        AuditEvent event = AuditEvent.of(call.actor(), action).object("held " + held.id());
        return held.author().map(event::about).orElse(event);
    }

    private HeldMail find(Call call) {
        return queue.byId(call.number("held"))
                .orElseThrow(() -> Problem.nothing("message").thrown());
    }

    private HeldJson shown(HeldMail m) {
        return new HeldJson(
                Long.toString(m.id()),
                Moments.text(m.at()),
                m.author().map(named::address).orElse(null),
                m.recipients().stream().map(AddrSpec::toString).toList(),
                m.summary().subject(),
                m.why(),
                m.shadow(),
                m.summary().size());
    }
}
