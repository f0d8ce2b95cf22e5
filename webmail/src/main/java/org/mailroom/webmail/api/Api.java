package org.mailroom.webmail.api;

import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Route;
import org.mailroom.webmail.http.Surface;

import java.util.ArrayList;
import java.util.List;

/** Puts the resources together. */
public final class Api {
    private Api() {}

    /**
     * The routes of the API, each of which the contract documents.
     *
     * @param more routes of other packages that the same contract documents
     */
    public static Surface surface(ApiServices services, List<Route> more) {
        Contract contract = Contract.read();
        List<Route> routes = new ArrayList<>(more);
        resources(services).forEach(r -> routes.addAll(r.routes()));
        routes.add(
                Route.get(
                        Resource.ROOT + "/openapi.yaml",
                        Access.open(),
                        call -> Answer.of(200, "application/yaml", contract.text())));
        return Surface.json(routes, contract);
    }

    private static List<Resource> resources(ApiServices s) {
        var people = s.organisation().people();
        var groups = s.organisation().groups();
        var named = new Named(people, groups);
        var senders = new Senders(s.directory());
        var acquaintance = new Acquaintance(named, groups, s.policy(), s.directory(), s.clock());
        return List.of(
                new PeopleResource(people, s.directory(), named),
                new RelationsResource(s.organisation().relations(), named, s.clock()),
                new GroupsResource(groups, named),
                new MembersResource(groups, named, s.clock()),
                new ServicesResource(people, s.organisation().tokens(), named),
                new MeResource(people, groups, s.clock()),
                new MayResource(s.policy(), senders),
                new BlocksResource(s.blocks(), acquaintance, named),
                new RestrictionsResource(s.restrictions(), named, s.clock()),
                new PolicyResource(s.policy(), senders, named),
                new AuditResource(s.audit(), named),
                new MessagesResource(s.submission(), senders, new Once(s.requests())),
                new ScheduledResource(s.store(), s.audit(), senders, named),
                new HeldResource(s.delivery().held(), s.audit(), named));
    }
}
