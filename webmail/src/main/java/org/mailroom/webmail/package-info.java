/**
 * HTTP: the landing page, health and metrics. Start at {@link org.mailroom.webmail.WebServer}.
 * Errors are problem+json, RFC 9457.
 */
@NullMarked
package org.mailroom.webmail;

import org.jspecify.annotations.NullMarked;
