package org.mailroom.webmail.login;

import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The two cookies: of a session, and of a log-in under way. No script reads them, no other site's
 * request brings them along but a plain visit, and with TLS no other host can set them.
 */
record Cookies(boolean secure, Duration longest) {
    private static final Duration STEP = Duration.ofMinutes(10);

    static Cookies of(URI web, Duration longest) {
        return new Cookies("https".equals(web.getScheme()), longest);
    }

    String session() {
        return name("mailroom");
    }

    String step() {
        return name("mailroom-step");
    }

    private String name(String bare) {
        return secure ? "__Host-" + bare : bare;
    }

    Optional<String> session(Call call) {
        return call.cookie(session());
    }

    String step(Call call) {
        return call.cookie(step()).orElse("");
    }

    Answer withSession(Answer answer, String token) {
        return set(answer, session(), token, longest);
    }

    Answer withStep(Answer answer, String step) {
        return set(answer, step(), step, STEP);
    }

    Answer withoutSession(Answer answer) {
        return set(answer, session(), "", Duration.ZERO);
    }

    Answer withoutStep(Answer answer) {
        return set(answer, step(), "", Duration.ZERO);
    }

    private Answer set(Answer answer, String name, String value, Duration age) {
        return answer.with(
                "Set-Cookie",
                name
                        + "="
                        + value
                        + "; Path=/; Max-Age="
                        + age.toSeconds()
                        + "; HttpOnly; SameSite=Lax"
                        + (secure ? "; Secure" : ""));
    }
}
