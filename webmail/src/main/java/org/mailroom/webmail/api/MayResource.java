package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Kind;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.Why;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Route;

import java.util.List;

/**
 * "May I?", before anybody starts typing. The policy foresees what it would decide; nothing is
 * spent and nothing recorded, so a composer may ask with every name that is picked.
 */
final class MayResource implements Resource {
    private static final Access ACCESS =
            Access.scope(Scope.MESSAGES_SEND, Scope.MESSAGES_SEND_AS, Scope.POLICY_READ);

    /** The answer for each recipient, in the order of the question. */
    record Answers(List<One> items) {}

    /**
     * @param verdict accept, hold or refuse
     * @param code why not, as a send would answer
     */
    record One(
            String to,
            String verdict,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Long retryAfter) {
        static One of(String to, Decision decision) {
            return switch (decision) {
                case Decision.Accept yes -> new One(to, "accept", null, null, null);
                case Decision.Hold(Why why) -> of(to, "hold", why);
                case Decision.Refuse(Why why) -> of(to, "refuse", why);
            };
        }

        private static One of(String to, String verdict, Why why) {
            return new One(
                    to,
                    verdict,
                    why.code().word(),
                    why.text(),
                    why.retryAfter().map(Whys::seconds).orElse(null));
        }
    }

    private final Policy policy;
    private final Senders senders;

    MayResource(Policy policy, Senders senders) {
        this.policy = policy;
        this.senders = senders;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(ROOT + "/may", ACCESS, this::may).query("to", "kind", "from", "later"));
    }

    private Answer may(Call call) {
        List<String> recipients = call.queries("to");
        if (recipients.isEmpty()) {
            throw Call.wrong("to", "is missing");
        }
        Senders.Writer writer = senders.of(call.principal(), call.query("from"));
        Circumstances circumstances = circumstances(call);
        return Answer.ok(
                new Answers(
                        recipients.stream()
                                .map(to -> One.of(to, ask(writer, to, circumstances)))
                                .toList()));
    }

    private static Circumstances circumstances(Call call) {
        Circumstances begun =
                call.query("kind")
                        .map(k -> Circumstances.NEW.as(kind(k)))
                        .orElse(Circumstances.NEW);
        return call.query("later").map("true"::equals).orElse(false) ? begun.later() : begun;
    }

    static Kind kind(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw Call.wrong("kind", "is no kind of message");
    }

    private Decision ask(Senders.Writer writer, String to, Circumstances circumstances) {
        AddrSpec recipient = Named.address("to", to);
        return policy.foresee(
                new Question.To(
                        writer.sender(), writer.reversePath(), recipient, 0, circumstances));
    }
}
