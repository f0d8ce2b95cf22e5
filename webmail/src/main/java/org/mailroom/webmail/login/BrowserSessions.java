package org.mailroom.webmail.login;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.login.LoginServices;
import org.mailroom.messaging.login.WebSession;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.http.Principal;
import org.mailroom.webmail.http.Sessions;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose session a cookie is, and what its owner may do: their own things, and what their roles
 * give.
 */
public final class BrowserSessions implements Sessions {
    private final LoginServices login;
    private final People people;
    private final Cookies cookies;
    private final Map<String, List<Scope>> scopesOfRoles;

    public BrowserSessions(LoginServices login, People people) {
        this.login = login;
        this.people = people;
        this.cookies = Cookies.of(login.address(), login.settings().longest());
        this.scopesOfRoles = login.settings().scopesOfRoles();
    }

    @Override
    public String cookie() {
        return cookies.session();
    }

    @Override
    public Optional<Principal> principal(String value) {
        return login.sessions().find(value).map(this::principal);
    }

    private Principal principal(WebSession session) {
        return new Principal(
                session.account(),
                scopes(session.account()),
                new Principal.Via.Session(session.id(), session.csrf()));
    }

    private Set<Scope> scopes(AccountId account) {
        EnumSet<Scope> scopes = EnumSet.of(Scope.SELF, Scope.MESSAGES_SEND);
        if (!scopesOfRoles.isEmpty()) {
            people.byId(account).map(Person::roles).stream()
                    .flatMap(Set::stream)
                    .flatMap(role -> scopesOfRoles.getOrDefault(role, List.of()).stream())
                    .forEach(scopes::add);
        }
        return scopes;
    }
}
