package org.mailroom.messaging.people;

import org.mailroom.mailstore.account.AccountId;

import java.util.Set;

/**
 * Who has shown a good token.
 *
 * @param tokenName what the operator calls the token
 */
public record TokenHolder(
        AccountId service, String address, long tokenId, String tokenName, Set<Scope> scopes) {
    public TokenHolder {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
