package org.mailroom.server.wiring;

import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.send.RequestKeys;
import org.mailroom.messaging.send.Submission;
import org.mailroom.webmail.api.Api;
import org.mailroom.webmail.api.ApiServices;
import org.mailroom.webmail.http.Route;
import org.mailroom.webmail.http.Router;
import org.mailroom.webmail.login.BrowserSessions;
import org.mailroom.webmail.login.LoginRoutes;
import org.mailroom.webmail.provision.ImportRoutes;
import org.mailroom.webmail.scim.ScimServices;
import org.mailroom.webmail.scim.ScimSurface;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Everything under HTTP that is more than a page: each surface is a list of routes. */
final class HttpApi {
    private HttpApi() {}

    static Router router(OpenStore store, Delivery delivery, InstantSource clock) {
        String host = store.settings().smtp().hostName();
        var services =
                new ApiServices(
                        store.sources(),
                        store.policy(),
                        delivery,
                        new Submission(store.store(), store.policy(), delivery, host, clock),
                        new RequestKeys(store.store(), store.keys(), clock),
                        clock);
        var scim =
                new ScimServices(
                        store.organisation(),
                        store.links(),
                        store.directory(),
                        store.settings().directory().domains().getFirst(),
                        store.settings().scim(),
                        clock);
        var login = new LoginRoutes(store.login());
        List<Route> more = new ArrayList<>(new ImportRoutes(store.importJobs()).routes());
        more.addAll(login.api());
        return new Router(
                store.organisation().tokens(),
                new BrowserSessions(store.login(), store.organisation().people()),
                List.of(Api.surface(services, more), ScimSurface.of(scim), login.visits()));
    }
}
