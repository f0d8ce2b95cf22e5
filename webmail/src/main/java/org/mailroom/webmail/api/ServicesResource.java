package org.mailroom.webmail.api;

import static java.util.stream.Collectors.toSet;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.people.ApiToken;
import org.mailroom.messaging.people.ApiTokens;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The platform's own systems and their tokens. Nobody hands out what they do not have: a token made
 * here has no scope that its maker lacks.
 */
final class ServicesResource implements Resource {
    private static final String SERVICES = ROOT + "/services";
    private static final String ONE = SERVICES + "/{service}";
    private static final String TOKENS = ONE + "/tokens";
    private static final Access ACCESS = Access.scope(Scope.SERVICES_WRITE);

    /** A service as clients see one. */
    record ServiceJson(
            String id, String address, String displayName, String state, Set<String> roles) {
        static ServiceJson of(Person p) {
            return new ServiceJson(
                    p.id().toString(),
                    p.address(),
                    p.displayName(),
                    Words.of(p.state()),
                    new TreeSet<>(p.roles()));
        }
    }

    /** A service to be made. */
    record ServiceFields(
            String address, @Nullable String displayName, @Nullable Set<String> roles) {}

    /** A token as clients see one; {@code token} itself only when it has just been made. */
    record TokenJson(
            String id,
            String name,
            Set<String> scopes,
            String created,
            @Nullable String expires,
            @Nullable String revoked,
            @Nullable String token) {
        static TokenJson of(ApiToken t) {
            return of(t, null);
        }

        static TokenJson of(ApiToken t, @Nullable String secret) {
            return new TokenJson(
                    Long.toString(t.id()),
                    t.name(),
                    t.scopes().stream().map(Scope::wire).collect(toSet()),
                    Moments.text(t.created()),
                    Moments.text(t.expires()),
                    Moments.text(t.revoked()),
                    secret);
        }
    }

    /** All tokens of a service. */
    record Tokens(List<TokenJson> items) {}

    /** A token to be made. */
    record TokenFields(String name, List<String> scopes, @Nullable String expires) {}

    private final People people;
    private final ApiTokens tokens;
    private final Named named;

    ServicesResource(People people, ApiTokens tokens, Named named) {
        this.people = people;
        this.tokens = tokens;
        this.named = named;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(SERVICES, ACCESS, this::list).query("after", "limit"),
                Route.post(SERVICES, ACCESS, this::create),
                Route.get(ONE, ACCESS, this::read),
                Route.delete(ONE, ACCESS, this::remove),
                Route.get(TOKENS, ACCESS, this::tokens),
                Route.post(TOKENS, ACCESS, this::issue),
                Route.delete(TOKENS + "/{token}", ACCESS, this::revoke));
    }

    private Answer list(Call call) {
        Page.Place place = Page.place(call);
        return Answer.ok(
                Page.of(
                        place,
                        PeopleResource.everybody(people, place),
                        p -> p.id().value(),
                        p -> p.kind() == Account.Kind.SERVICE,
                        ServiceJson::of));
    }

    private Answer create(Call call) {
        ServiceFields wanted = call.body(ServiceFields.class);
        Person made =
                people.create(
                        new NewPerson(
                                Account.Kind.SERVICE,
                                wanted.address(),
                                wanted.displayName() == null ? "" : wanted.displayName(),
                                wanted.roles() == null ? Set.of() : wanted.roles()),
                        call.actor());
        return Answer.created(SERVICES + "/" + made.id(), ServiceJson.of(made));
    }

    private Answer read(Call call) {
        return Answer.ok(ServiceJson.of(find(call)));
    }

    private Answer remove(Call call) {
        people.remove(find(call).id(), call.actor());
        return Answer.none();
    }

    private Answer tokens(Call call) {
        return Answer.ok(
                new Tokens(tokens.list(find(call).id()).stream().map(TokenJson::of).toList()));
    }

    private Answer issue(Call call) {
        Person service = find(call);
        TokenFields wanted = call.body(TokenFields.class);
        Set<Scope> scopes =
                wanted.scopes().stream()
                        .map(s -> Scope.ofWire(s).orElseThrow(() -> unknownScope(s)))
                        .collect(toSet());
        if (!call.principal().scopes().containsAll(scopes)) {
            throw Problem.of(403, "insufficient-scope", "This is not yours to give")
                    .detail("A token cannot have a scope that you do not have yourself")
                    .thrown();
        }
        String secret =
                tokens.issue(
                        service.id(),
                        wanted.name(),
                        scopes,
                        Moments.ofNullable(wanted.expires()),
                        call.actor());
        ApiToken made = tokens.list(service.id()).getLast();
        return Answer.created(
                SERVICES + "/" + service.id() + "/tokens/" + made.id(), TokenJson.of(made, secret));
    }

    private static RuntimeException unknownScope(String scope) {
        return PeopleResource.invalid("scopes", "names no scope: " + scope);
    }

    private Answer revoke(Call call) {
        tokens.revoke(find(call).id(), call.number("token"), call.actor());
        return Answer.none();
    }

    private Person find(Call call) {
        return named.service(call.path("service"));
    }
}
