package org.mailroom.webmail.api;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.Kind;
import org.mailroom.messaging.policy.Why;
import org.mailroom.messaging.send.NewMessage;
import org.mailroom.messaging.send.Submission;
import org.mailroom.messaging.send.Submitted;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sending, now or later. Goes the way of every message: the decision point, then delivery. */
final class MessagesResource implements Resource {
    private static final long MOST_BODY = 4 << 20;
    private static final Access ACCESS = Access.scope(Scope.MESSAGES_SEND, Scope.MESSAGES_SEND_AS);

    /** A message to be sent. */
    record MessageFields(
            @Nullable String from,
            @Nullable List<String> to,
            @Nullable List<String> cc,
            @Nullable List<String> bcc,
            @Nullable String subject,
            String text,
            @Nullable String html,
            @Nullable String kind,
            @Nullable String inReplyTo,
            @Nullable List<String> references,
            @Nullable Boolean automatic,
            @Nullable String sendAt) {

        NewMessage message() {
            return new NewMessage(
                    addresses("to", to),
                    addresses("cc", cc),
                    addresses("bcc", bcc),
                    subject == null ? "" : subject,
                    text,
                    Optional.ofNullable(html),
                    List.of(),
                    Optional.ofNullable(inReplyTo),
                    conversation(),
                    said(),
                    automatic != null && automatic);
        }

        /** Of which a no to one leaves the others sent. */
        boolean oneByOne() {
            return said().equals(Optional.of(Kind.BULK));
        }

        Optional<Kind> said() {
            return Optional.ofNullable(kind).map(k -> Words.to(Kind.class, k));
        }

        private List<String> conversation() {
            if (references != null) {
                return references;
            }
            return inReplyTo == null ? List.of() : List.of(inReplyTo);
        }

        private static List<AddrSpec> addresses(String field, @Nullable List<String> all) {
            return all == null ? List.of() : all.stream().map(a -> address(field, a)).toList();
        }

        private static AddrSpec address(String field, String text) {
            return AddrSpec.of(text)
                    .orElseThrow(() -> PeopleResource.invalid(field, "holds what is no address"));
        }
    }

    /**
     * What became of it.
     *
     * @param id of what is scheduled, to cancel it by
     */
    record SentJson(
            String state,
            List<String> messageIds,
            @Nullable String id,
            @Nullable String sendAt,
            @Nullable String code,
            @Nullable String detail) {}

    private final Submission submission;
    private final Senders senders;
    private final Once once;

    MessagesResource(Submission submission, Senders senders, Once once) {
        this.submission = submission;
        this.senders = senders;
        this.once = once;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post(ROOT + "/messages", ACCESS, this::send).body(MOST_BODY));
    }

    private Answer send(Call call) {
        JsonNode request = call.tree();
        MessageFields wanted = Call.as(request, MessageFields.class);
        if (wanted.said().equals(Optional.of(Kind.BROADCAST))
                && !call.principal().may(Scope.BROADCAST)) {
            throw Problem.of(403, "insufficient-scope", "This is not yours to do")
                    .detail("Needs the scope " + Scope.BROADCAST.wire())
                    .thrown();
        }
        Senders.Writer writer = senders.of(call.principal(), Optional.ofNullable(wanted.from()));
        NewMessage message = wanted.message();
        Optional<Instant> due = Moments.ofNullable(wanted.sendAt());
        return once.of(
                call,
                request,
                !wanted.oneByOne(),
                () ->
                        answer(
                                due.isPresent()
                                        ? submission.schedule(writer.sender(), message, due.get())
                                        : submission.send(writer.sender(), message)));
    }

    private static Answer answer(Submitted submitted) {
        return switch (submitted) {
            case Submitted.Sent sent ->
                    Answer.json(
                            201, new SentJson("sent", sent.messageIds(), null, null, null, null));
            case Submitted.Held held ->
                    Answer.json(
                            202,
                            new SentJson(
                                    "held",
                                    held.messageIds(),
                                    null,
                                    null,
                                    held.why().code().word(),
                                    held.why().text()));
            case Submitted.Scheduled later -> scheduled(later);
            case Submitted.Refused no -> throw refused(no).thrown();
        };
    }

    private static Answer scheduled(Submitted.Scheduled later) {
        String id = "M" + later.copy().emails()[0];
        return Answer.json(
                202,
                new SentJson(
                        "scheduled",
                        List.of(later.messageId()),
                        id,
                        Moments.text(later.due()),
                        null,
                        null));
    }

    /** One no for the whole, and each recipient's own beside it. */
    private static Problem refused(Submitted.Refused no) {
        Problem problem = Whys.problem(no.why());
        for (Map.Entry<AddrSpec, Why> one : no.refused().entrySet()) {
            problem = problem.fault(one.getKey().key(), one.getValue().code().word());
        }
        return problem;
    }
}
