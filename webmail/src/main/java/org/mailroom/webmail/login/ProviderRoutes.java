package org.mailroom.webmail.login;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.login.LoginOutcome;
import org.mailroom.messaging.login.LoginServices;
import org.mailroom.messaging.login.ProviderLogins.Begun;
import org.mailroom.messaging.login.ProviderLogins.Ended;
import org.mailroom.messaging.login.WebSession;
import org.mailroom.messaging.login.oidc.OidcRefused;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.util.List;
import java.util.Optional;

/**
 * The way to an identity provider and back: visits of a browser, which are answered by sending it
 * on. What went wrong is told to the start page by one word in {@code login}.
 */
final class ProviderRoutes {
    private static final String OIDC = "/login/oidc/{provider}";

    private final LoginServices login;
    private final Cookies cookies;

    ProviderRoutes(LoginServices login, Cookies cookies) {
        this.login = login;
        this.cookies = cookies;
    }

    List<Route> routes() {
        return List.of(
                Route.get(OIDC, Access.open(), this::begin).query("return"),
                Route.get(OIDC + "/callback", Access.open(), this::back).anyQuery());
    }

    private Answer begin(Call call) {
        return begun(call.path("provider"), call.query("return").orElse("/"), Optional.empty())
                .map(begun -> cookies.withStep(to(begun.where().toString()), begun.step()))
                .orElseGet(() -> failed("unavailable"));
    }

    /** Empty if the provider does not answer. */
    Optional<Begun> begun(String provider, String returnPath, Optional<AccountId> link) {
        try {
            return Optional.of(
                    login.providerLogins()
                            .begin(provider, returnPath, link)
                            .orElseThrow(() -> Problem.nothing("provider").thrown()));
        } catch (OidcRefused e) {
            return Optional.empty();
        }
    }

    private Answer back(Call call) {
        Optional<String> token = cookies.session(call);
        Optional<AccountId> present =
                token.flatMap(login.sessions()::find).map(WebSession::account);
        Ended ended;
        try {
            ended =
                    login.providerLogins()
                            .finish(
                                    cookies.step(call),
                                    call.path("provider"),
                                    call.allQueries(),
                                    present,
                                    Visitor.browser(call));
        } catch (Refused no) {
            return cookies.withoutStep(failed("refused"));
        }
        return switch (ended.outcome()) {
            case LoginOutcome.LoggedIn in -> {
                token.ifPresent(login.sessions()::end);
                yield cookies.withoutStep(cookies.withSession(to(ended.returnPath()), in.token()));
            }
            case LoginOutcome.OneMore more ->
                    cookies.withStep(
                            to("/?login=second-factor&return=" + encoded(ended.returnPath())),
                            more.step());
            case LoginOutcome.Linked linked -> cookies.withoutStep(to(ended.returnPath()));
            case LoginOutcome.NotLinked none -> cookies.withoutStep(failed("not-linked"));
            case LoginOutcome.Unavailable none -> cookies.withoutStep(failed("unavailable"));
            case LoginOutcome.Rejected none -> cookies.withoutStep(failed("refused"));
        };
    }

    private static Answer failed(String word) {
        return to("/?login=" + word);
    }

    private static Answer to(String where) {
        return new Answer(303, List.of(new Answer.Field("Location", where)), "", new byte[0]);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
