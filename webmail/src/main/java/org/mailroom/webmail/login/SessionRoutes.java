package org.mailroom.webmail.login;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.login.LoginOutcome;
import org.mailroom.messaging.login.LoginServices;
import org.mailroom.messaging.login.PasskeyLogins.Challenge;
import org.mailroom.messaging.login.Proof;
import org.mailroom.messaging.login.WebSession;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Json;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Logging in and out. Whoever is logged in and logs in again gets a new session for the old. */
final class SessionRoutes {
    private static final String SESSION = "/api/v1/session";

    /** What was typed. */
    record PasswordLogin(String user, String password) {}

    /** A code of six digits, or a recovery code. */
    record Code(String code) {}

    /** The answer of the browser's authenticator. */
    record PasskeyAnswer(JsonNode answer) {}

    /** How far a log-in has come: logged in, or what else is asked for. */
    record LoginState(@Nullable SessionJson session, @Nullable List<String> factors) {}

    /** A session, with what its requests have to repeat. */
    record SessionJson(String id, String csrf, List<String> proofs, boolean fresh) {}

    /** Where a log-in can begin. */
    record Ways(@Nullable SessionJson session, List<Provider> providers) {}

    /** An identity provider, and where to go for a log-in there. */
    record Provider(String id, String title, String start) {}

    /** For {@code navigator.credentials}. */
    record ChallengeJson(JsonNode options) {}

    private final LoginServices login;
    private final Cookies cookies;

    SessionRoutes(LoginServices login, Cookies cookies) {
        this.login = login;
        this.cookies = cookies;
    }

    List<Route> routes() {
        return List.of(
                Route.get(SESSION, Access.open(), this::ways),
                Route.post(SESSION, Access.open(), this::password),
                Route.delete(SESSION, Access.scope(Scope.SELF), this::logOut),
                Route.post(SESSION + "/totp", Access.open(), this::totp),
                Route.post(SESSION + "/recovery-code", Access.open(), this::recoveryCode),
                Route.post(SESSION + "/passkey-challenge", Access.open(), this::challenge).body(0),
                Route.post(SESSION + "/passkey", Access.open(), this::passkey));
    }

    private Answer ways(Call call) {
        Map<String, String> providers = login.providerLogins().providers();
        return Answer.ok(
                new Ways(
                        present(call).map(this::shown).orElse(null),
                        providers.entrySet().stream()
                                .map(
                                        p ->
                                                new Provider(
                                                        p.getKey(),
                                                        p.getValue(),
                                                        "/login/oidc/" + p.getKey()))
                                .toList()));
    }

    private Optional<WebSession> present(Call call) {
        return cookies.session(call).flatMap(login.sessions()::find);
    }

    private SessionJson shown(WebSession session) {
        return new SessionJson(
                session.id(),
                session.csrf(),
                session.proofs().stream().map(Proof::word).sorted().toList(),
                login.sessions().fresh(session));
    }

    private Answer password(Call call) {
        PasswordLogin typed = call.body(PasswordLogin.class);
        byte[] password = typed.password().getBytes(StandardCharsets.UTF_8);
        try {
            return answer(
                    call, login.web().password(typed.user(), password, Visitor.browser(call)));
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private Answer totp(Call call) {
        String code = call.body(Code.class).code();
        return answer(call, login.web().totp(cookies.step(call), code, Visitor.browser(call)));
    }

    private Answer recoveryCode(Call call) {
        String code = call.body(Code.class).code();
        return answer(
                call, login.web().recoveryCode(cookies.step(call), code, Visitor.browser(call)));
    }

    private Answer challenge(Call call) {
        String step = cookies.step(call);
        Challenge challenge =
                login.passkeyLogins().begin(step.isEmpty() ? Optional.empty() : Optional.of(step));
        return cookies.withStep(Answer.ok(challenge(challenge)), challenge.step());
    }

    static ChallengeJson challenge(Challenge challenge) {
        try {
            return new ChallengeJson(
                    Json.tree(challenge.options().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer passkey(Call call) {
        String answer = call.body(PasskeyAnswer.class).answer().toString();
        return answer(
                call,
                login.passkeyLogins().finish(cookies.step(call), answer, Visitor.browser(call)));
    }

    /** What a step came to, with its cookies. */
    Answer answer(Call call, LoginOutcome outcome) {
        return switch (outcome) {
            case LoginOutcome.LoggedIn in -> {
                cookies.session(call).ifPresent(login.sessions()::end);
                LoginState state = new LoginState(shown(in.session()), null);
                yield cookies.withoutStep(cookies.withSession(Answer.ok(state), in.token()));
            }
            case LoginOutcome.OneMore more -> {
                List<String> factors = more.factors().stream().map(Proof::word).sorted().toList();
                yield cookies.withStep(Answer.ok(new LoginState(null, factors)), more.step());
            }
            case LoginOutcome.Unavailable unavailable ->
                    throw Problem.of(429, "rate-limited", "Not now")
                            .detail("Too many have failed, or something does not answer: try later")
                            .retryAfter(30)
                            .thrown();
            default ->
                    throw Problem.of(401, "login-failed", "That was not right")
                            .detail("Check what you typed, or begin again")
                            .thrown();
        };
    }

    private Answer logOut(Call call) {
        cookies.session(call).ifPresent(login.sessions()::end);
        return cookies.withoutStep(cookies.withoutSession(Answer.none()));
    }
}
