package org.mailroom.messaging.people;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A token of a service, without what logs in.
 *
 * @param name what the operator calls it
 */
public record ApiToken(
        long id,
        AccountId service,
        String name,
        Set<Scope> scopes,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> revoked) {

    public ApiToken {
        scopes = Set.copyOf(scopes);
    }

    public boolean good(Instant at) {
        return revoked.isEmpty() && expires.map(at::isBefore).orElse(true);
    }
}
