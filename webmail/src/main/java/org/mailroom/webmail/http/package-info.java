/**
 * What every HTTP surface stands on: routes that say what they need, who calls, what is read from a
 * request, and answers. Start at {@link org.mailroom.webmail.http.Router}; a resource is a class
 * that hands it a list of {@link org.mailroom.webmail.http.Route}s. Knows messaging's people only.
 * RFC 9110, RFC 9457 (problems), RFC 6750 (bearer tokens).
 */
@NullMarked
package org.mailroom.webmail.http;

import org.jspecify.annotations.NullMarked;
