package org.mailroom.webmail.api;

import com.fasterxml.jackson.databind.JsonNode;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.send.RequestKeys;
import org.mailroom.messaging.send.RequestKeys.Claim;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.ProblemException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Does what has an Idempotency-Key once, and answers a repetition as it answered the first time. A
 * no frees the key, for then nothing was done; unless part of it may have been.
 */
final class Once {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final RequestKeys keys;

    Once(RequestKeys keys) {
        this.keys = keys;
    }

    /**
     * @param whole whether a no means that nothing at all was done
     */
    Answer of(Call call, JsonNode request, boolean whole, Supplier<Answer> action) {
        Optional<String> key = call.header("Idempotency-Key");
        if (key.isEmpty()) {
            return action.get();
        }
        if (!KEY.matcher(key.get()).matches()) {
            throw Call.wrong("Idempotency-Key", "has 1 to 200 visible ASCII characters");
        }
        byte[] what = request.toString().getBytes(StandardCharsets.UTF_8);
        return switch (keys.claim(call.principal().account(), key.get(), what)) {
            case Claim.Taken taken -> first(taken, whole, action);
            case Claim.Answered(String answer) -> again(answer);
            case Claim.UnderWay under ->
                    throw Problem.of(409, "request-under-way", "The same was asked before")
                            .detail("It has not been answered; it is not done again")
                            .thrown();
            case Claim.Misused misused ->
                    throw Problem.of(422, "idempotency-key-reused", "Not what was asked before")
                            .detail("This Idempotency-Key was used for another request")
                            .thrown();
        };
    }

    private Answer first(Claim.Taken taken, boolean whole, Supplier<Answer> action) {
        Answer answer;
        try {
            answer = action.get();
        } catch (Refused | ProblemException no) {
            if (whole) {
                keys.free(taken);
            }
            throw no;
        }
        keys.done(
                taken, answer.status() + "\n" + new String(answer.body(), StandardCharsets.UTF_8));
        return answer;
    }

    private static Answer again(String answer) {
        int end = answer.indexOf('\n');
        return Answer.text(
                        Integer.parseInt(answer.substring(0, end)),
                        "application/json",
                        answer.substring(end + 1))
                .with("Idempotency-Replayed", "true");
    }
}
