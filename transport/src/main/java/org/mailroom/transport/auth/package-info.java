/**
 * Who may log in: {@link org.mailroom.transport.auth.Authenticator} is what the directory
 * implements, {@link org.mailroom.transport.auth.Logins} what protocols call. Imports nothing of
 * ours. RFC 4013, RFC 5802.
 */
@NullMarked
package org.mailroom.transport.auth;

import org.jspecify.annotations.NullMarked;
