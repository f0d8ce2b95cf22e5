package org.mailroom.server.wiring;

import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.send.RequestKeys;
import org.mailroom.messaging.send.Submission;
import org.mailroom.webmail.api.Api;
import org.mailroom.webmail.api.ApiServices;
import org.mailroom.webmail.http.Router;
import org.mailroom.webmail.http.Sessions;
import org.mailroom.webmail.provision.ImportRoutes;
import org.mailroom.webmail.scim.ScimServices;
import org.mailroom.webmail.scim.ScimSurface;

import java.time.InstantSource;
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
        return new Router(
                store.organisation().tokens(),
                Sessions.NONE,
                List.of(
                        Api.surface(services, new ImportRoutes(store.importJobs()).routes()),
                        ScimSurface.of(scim)));
    }
}
