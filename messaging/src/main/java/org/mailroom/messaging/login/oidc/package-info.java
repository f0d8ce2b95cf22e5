/**
 * Log-in at an identity provider: authorization code with PKCE for the web, access tokens for mail
 * programs. Start at {@link org.mailroom.messaging.login.oidc.OidcProvider}, which proves who
 * somebody is there; {@code messaging.login} knows who that is here. Imports: nothing of ours.
 * Callers hold no lock.
 *
 * <p>RFC 6749 §4.1, RFC 7636 (PKCE), RFC 7519 (JWT), RFC 8725 (its pitfalls), RFC 9068 (access
 * tokens), RFC 9207 (mix-up), RFC 9700 (what to mind).
 */
@NullMarked
package org.mailroom.messaging.login.oidc;

import org.jspecify.annotations.NullMarked;
