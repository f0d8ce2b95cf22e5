package org.mailroom.messaging.login.oidc;

import java.util.Optional;

/**
 * Somebody, as their provider knows them.
 *
 * @param issuer the provider
 * @param subject who it is there: the one thing that never changes and is never given to another
 * @param email an address of theirs that the provider has verified, if it says so
 */
public record OidcPerson(String issuer, String subject, Optional<String> email) {}
