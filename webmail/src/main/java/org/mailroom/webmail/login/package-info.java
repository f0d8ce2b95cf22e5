/**
 * Logging in with a browser over HTTP: the session, second factors, passkeys, app passwords and
 * identity providers. Start at {@link org.mailroom.webmail.login.LoginRoutes}. Imports:
 * messaging.login, messaging.people, webmail.http. RFC 6265 §4.1 (cookies), RFC 9457 (problems).
 */
@NullMarked
package org.mailroom.webmail.login;

import org.jspecify.annotations.NullMarked;
