package org.mailroom.webmail.http;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.people.Scope;

import java.util.Set;

/**
 * Who calls, and what they may do. Made only from a token or session that was found good.
 *
 * @param account the person or service
 */
public record Principal(AccountId account, Set<Scope> scopes, Via via) {

    /** How they proved it. */
    public sealed interface Via {
        /** An API token, by the number under which it is revoked. */
        record Token(long id) implements Via {}

        /**
         * A web session: a cookie, which a browser sends also where another site made it.
         *
         * @param id of the session, as its owner sees it in the list of sessions; logs nobody in
         * @param csrf what an unsafe request has to repeat in {@code X-CSRF-Token}
         */
        record Session(String id, String csrf) implements Via {}
    }

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
