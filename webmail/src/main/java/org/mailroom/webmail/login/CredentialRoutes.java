package org.mailroom.webmail.login;

import com.fasterxml.jackson.databind.JsonNode;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.LoginServices;
import org.mailroom.messaging.login.OidcLinks;
import org.mailroom.messaging.login.PasskeyLogins.Challenge;
import org.mailroom.messaging.login.Passkeys;
import org.mailroom.messaging.login.Proof;
import org.mailroom.messaging.login.ProviderLogins.Begun;
import org.mailroom.messaging.login.WebSession;
import org.mailroom.messaging.login.WebSessions;
import org.mailroom.messaging.login.totp.TotpSecret;
import org.mailroom.messaging.people.AppPassword;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How the caller logs in: looking at it needs a session, changing it one that is fresh. Whatever
 * changes it ends the sessions that were opened without it.
 */
final class CredentialRoutes {
    private static final Access SELF = Access.scope(Scope.SELF);
    private static final String ME = "/api/v1/me";
    private static final String SESSIONS = ME + "/sessions";
    private static final String TOTP = ME + "/totp";
    private static final String RECOVERY = ME + "/recovery-codes";
    private static final String PASSKEYS = ME + "/passkeys";
    private static final String APP_PASSWORDS = ME + "/app-passwords";
    private static final String IDENTITIES = ME + "/identities";

    /** A session of the caller. */
    record OwnSession(
            String id,
            boolean current,
            String created,
            String lastUsed,
            List<String> proofs,
            String agent,
            String address) {}

    record OwnSessions(List<OwnSession> items) {}

    /** What is asked for after the password. */
    record Factors(boolean totp, int recoveryCodes) {}

    /** Shown once, for an authenticator program. */
    record NewTotp(String secret, String uri) {}

    record Code(String code) {}

    /** Shown once. */
    record Codes(List<String> codes) {}

    record PasskeyJson(
            String id, String name, String created, String lastUsed, List<String> transports) {}

    record PasskeyList(List<PasskeyJson> items) {}

    record NewPasskey(String name, JsonNode answer) {}

    record Named(String name) {}

    record AppPasswordJson(String name, String created) {}

    record AppPasswordList(List<AppPasswordJson> items) {}

    /** Shown once. */
    record NewAppPassword(String name, String password) {}

    record NewPassword(String password) {}

    record IdentityJson(String id, String provider, String created, String lastUsed) {}

    record IdentityList(List<IdentityJson> items) {}

    record NewIdentity(String provider) {}

    /** Where to send the browser. */
    record Where(String where) {}

    private final LoginServices login;
    private final Cookies cookies;
    private final Visitor visitor;
    private final ProviderRoutes providers;

    CredentialRoutes(LoginServices login, Cookies cookies, ProviderRoutes providers) {
        this.login = login;
        this.cookies = cookies;
        this.visitor = new Visitor(login, cookies);
        this.providers = providers;
    }

    List<Route> routes() {
        return List.of(
                Route.get(SESSIONS, SELF, this::sessions),
                Route.delete(SESSIONS, SELF, this::endOthers),
                Route.delete(SESSIONS + "/{session}", SELF, this::endSession),
                Route.put(ME + "/password", SELF, this::password),
                Route.get(TOTP, SELF, this::factors),
                Route.post(TOTP, SELF, this::beginTotp).body(0),
                Route.delete(TOTP, SELF, this::endTotp),
                Route.post(TOTP + "/confirm", SELF, this::confirmTotp),
                Route.post(RECOVERY, SELF, this::recoveryCodes).body(0),
                Route.get(PASSKEYS, SELF, this::passkeys),
                Route.post(PASSKEYS + "/challenge", SELF, this::passkeyChallenge).body(0),
                Route.post(PASSKEYS, SELF, this::addPasskey),
                Route.patch(PASSKEYS + "/{passkey}", SELF, this::renamePasskey),
                Route.delete(PASSKEYS + "/{passkey}", SELF, this::removePasskey),
                Route.get(APP_PASSWORDS, SELF, this::appPasswords),
                Route.post(APP_PASSWORDS, SELF, this::addAppPassword),
                Route.delete(APP_PASSWORDS + "/{name}", SELF, this::removeAppPassword),
                Route.get(IDENTITIES, SELF, this::identities),
                Route.post(IDENTITIES, SELF, this::linkIdentity),
                Route.delete(IDENTITIES + "/{identity}", SELF, this::unlinkIdentity));
    }

    private Answer sessions(Call call) {
        WebSession current = visitor.session(call);
        return Answer.ok(
                new OwnSessions(
                        login.sessions().list(current.account()).stream()
                                .map(s -> shown(s, s.id().equals(current.id())))
                                .toList()));
    }

    private static OwnSession shown(WebSession s, boolean current) {
        return new OwnSession(
                s.id(),
                current,
                s.created().toString(),
                s.lastUsed().toString(),
                new TreeSet<>(s.proofs()).stream().map(Proof::word).toList(),
                s.agent(),
                s.from());
    }

    private Answer endOthers(Call call) {
        WebSession current = visitor.session(call);
        login.sessions().endOthers(current.account(), current.id());
        return Answer.none();
    }

    private Answer endSession(Call call) {
        if (!login.sessions().end(visitor.session(call).account(), call.path("session"))) {
            throw Problem.nothing("session").thrown();
        }
        return Answer.none();
    }

    /** All sessions end with the password; the caller gets a new one. */
    private Answer password(Call call) {
        WebSession session = visitor.fresh(call);
        AccountId account = session.account();
        if (login.directory().isElsewhere(account)) {
            throw Problem.of(409, "cannot", "The password is kept elsewhere")
                    .detail("Change it there")
                    .thrown();
        }
        login.directory().setPassword(account, call.body(NewPassword.class).password());
        WebSessions.Opened opened =
                login.sessions().open(account, session.proofs(), Visitor.browser(call));
        return cookies.withSession(Answer.none(), opened.token());
    }

    private Answer factors(Call call) {
        AccountId account = visitor.session(call).account();
        return Answer.ok(
                new Factors(login.totps().enabled(account), login.recovery().left(account)));
    }

    private Answer beginTotp(Call call) {
        AccountId account = visitor.fresh(call).account();
        String address = login.directory().byId(account).orElseThrow().address();
        TotpSecret secret = login.totps().begin(account);
        return Answer.json(
                201, new NewTotp(secret.text(), secret.uri(login.settings().title(), address)));
    }

    private Answer confirmTotp(Call call) {
        WebSession session = visitor.fresh(call);
        List<String> codes =
                login.totps()
                        .confirm(session.account(), call.body(Code.class).code(), call.actor());
        login.factorsChanged(session.account(), session.id());
        return Answer.ok(new Codes(codes));
    }

    private Answer endTotp(Call call) {
        WebSession session = visitor.fresh(call);
        login.totps().disable(session.account(), call.actor());
        login.factorsChanged(session.account(), session.id());
        return Answer.none();
    }

    private Answer recoveryCodes(Call call) {
        AccountId account = visitor.fresh(call).account();
        if (login.factors().of(account).isEmpty()) {
            throw Problem.of(409, "cannot", "There is nothing to recover")
                    .detail("Set up a second factor first")
                    .thrown();
        }
        return Answer.ok(new Codes(login.recovery().renew(account, call.actor())));
    }

    private Answer passkeys(Call call) {
        AccountId account = visitor.session(call).account();
        return Answer.ok(
                new PasskeyList(
                        login.passkeys().list(account).stream()
                                .map(CredentialRoutes::shown)
                                .toList()));
    }

    private static PasskeyJson shown(Passkeys.Passkey p) {
        return new PasskeyJson(
                Long.toString(p.id()),
                p.credential().name(),
                p.created().toString(),
                p.lastUsed().toString(),
                p.credential().transports().stream().sorted().toList());
    }

    private Answer passkeyChallenge(Call call) {
        Challenge challenge = login.passkeyLogins().create(visitor.fresh(call).account());
        return cookies.withStep(Answer.ok(SessionRoutes.challenge(challenge)), challenge.step());
    }

    /** The first second factor brings recovery codes. */
    private Answer addPasskey(Call call) {
        WebSession session = visitor.fresh(call);
        AccountId account = session.account();
        NewPasskey made = call.body(NewPasskey.class);
        Actor actor = call.actor();
        login.passkeyLogins()
                .created(account, cookies.step(call), made.name(), made.answer().toString(), actor);
        List<String> codes =
                login.recovery().left(account) == 0
                        ? login.recovery().renew(account, actor)
                        : List.of();
        login.factorsChanged(account, session.id());
        return cookies.withoutStep(Answer.json(201, new Codes(codes)));
    }

    private Answer renamePasskey(Call call) {
        login.passkeys()
                .rename(
                        visitor.fresh(call).account(),
                        call.number("passkey"),
                        call.body(Named.class).name());
        return Answer.none();
    }

    private Answer removePasskey(Call call) {
        WebSession session = visitor.fresh(call);
        login.passkeys().remove(session.account(), call.number("passkey"), call.actor());
        login.factorsChanged(session.account(), session.id());
        return Answer.none();
    }

    private Answer appPasswords(Call call) {
        return Answer.ok(
                new AppPasswordList(
                        login.directory().appPasswords(visitor.session(call).account()).stream()
                                .map(CredentialRoutes::shown)
                                .toList()));
    }

    private static AppPasswordJson shown(AppPassword p) {
        return new AppPasswordJson(p.name(), p.created().toString());
    }

    private Answer addAppPassword(Call call) {
        AccountId account = visitor.fresh(call).account();
        String name = call.body(Named.class).name();
        String password = login.directory().addAppPassword(account, name);
        login.changed(account, call.actor(), "app-password added");
        return Answer.json(201, new NewAppPassword(name, password));
    }

    private Answer removeAppPassword(Call call) {
        AccountId account = visitor.fresh(call).account();
        login.directory().removeAppPassword(account, call.path("name"));
        login.changed(account, call.actor(), "app-password removed");
        return Answer.none();
    }

    private Answer identities(Call call) {
        return Answer.ok(
                new IdentityList(
                        login.links().list(visitor.session(call).account()).stream()
                                .map(CredentialRoutes::shown)
                                .toList()));
    }

    private static IdentityJson shown(OidcLinks.Link link) {
        return new IdentityJson(
                Long.toString(link.id()),
                link.provider(),
                link.created().toString(),
                link.lastUsed().toString());
    }

    /** A visit could be another site's doing; this is not. */
    private Answer linkIdentity(Call call) {
        AccountId account = visitor.fresh(call).account();
        String provider = call.body(NewIdentity.class).provider();
        Begun begun =
                providers
                        .begun(provider, "/", Optional.of(account))
                        .orElseThrow(
                                () ->
                                        Problem.of(503, "unavailable", "The provider is away")
                                                .retryAfter(30)
                                                .thrown());
        return cookies.withStep(Answer.ok(new Where(begun.where().toString())), begun.step());
    }

    private Answer unlinkIdentity(Call call) {
        login.links().remove(visitor.fresh(call).account(), call.number("identity"), call.actor());
        return Answer.none();
    }
}
