package org.mailroom.messaging.login;

import org.mailroom.messaging.people.Scope;

import java.util.List;

/**
 * What a role may do with the API from a browser.
 *
 * @param role its name
 * @param scopes such as people:read
 */
public record RoleScopes(String role, List<String> scopes) {
    public RoleScopes {
        scopes = List.copyOf(scopes);
        for (String scope : scopes) {
            if (Scope.ofWire(scope).isEmpty()) {
                throw new IllegalArgumentException("scopes: there is no scope " + scope);
            }
        }
    }

    List<Scope> known() {
        return scopes.stream().map(scope -> Scope.ofWire(scope).orElseThrow()).toList();
    }
}
