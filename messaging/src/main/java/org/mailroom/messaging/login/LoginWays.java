package org.mailroom.messaging.login;

import org.mailroom.messaging.ldap.LdapSettings;
import org.mailroom.messaging.login.oidc.OidcSettings;

import java.util.List;

/**
 * Ways to log in besides the passwords that are kept here.
 *
 * @param ldap passwords that an LDAP directory checks
 * @param oidc identity providers (OpenID Connect). Default: none.
 * @param web logging in with a browser
 */
public record LoginWays(LdapSettings ldap, List<OidcSettings> oidc, WebLoginSettings web) {
    public LoginWays {
        oidc = List.copyOf(oidc);
        if (oidc.stream().map(OidcSettings::id).distinct().count() < oidc.size()) {
            throw new IllegalArgumentException("oidc: two providers have the same id");
        }
        if (oidc.stream().map(OidcSettings::issuer).distinct().count() < oidc.size()) {
            throw new IllegalArgumentException("oidc: two providers have the same issuer");
        }
    }

    public static LoginWays defaults() {
        return new LoginWays(LdapSettings.defaults(), List.of(), WebLoginSettings.defaults());
    }
}
