package org.mailroom.webmail.login;

import org.mailroom.messaging.login.LoginServices;
import org.mailroom.webmail.http.Route;
import org.mailroom.webmail.http.Surface;

import java.util.ArrayList;
import java.util.List;

/** Puts the routes of this package together. */
public final class LoginRoutes {
    private final List<Route> api = new ArrayList<>();
    private final List<Route> visits;

    public LoginRoutes(LoginServices login) {
        Cookies cookies = Cookies.of(login.address(), login.settings().longest());
        ProviderRoutes providers = new ProviderRoutes(login, cookies);
        api.addAll(new SessionRoutes(login, cookies).routes());
        api.addAll(new CredentialRoutes(login, cookies, providers).routes());
        visits = providers.routes();
    }

    /** Those that the contract of the API documents. */
    public List<Route> api() {
        return List.copyOf(api);
    }

    /** Those that a browser visits on its way to a provider and back. */
    public Surface visits() {
        return Surface.json(visits, (route, body) -> List.of());
    }
}
