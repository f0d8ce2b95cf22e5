package org.mailroom.webmail.api;

import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Route;

import java.util.List;

/** The rules in force. */
final class PolicyResource implements Resource {
    private static final String POLICY = ROOT + "/policy";

    private final Policy policy;

    PolicyResource(Policy policy) {
        this.policy = policy;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(POLICY + "/reload", Access.scope(Scope.POLICY_WRITE), this::reload)
                        .body(0));
    }

    private Answer reload(Call call) {
        policy.reload();
        return Answer.none();
    }
}
