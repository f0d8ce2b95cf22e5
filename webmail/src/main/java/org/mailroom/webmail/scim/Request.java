package org.mailroom.webmail.scim;

import org.mailroom.messaging.audit.Actor;

/**
 * What every operation needs to know of its request.
 *
 * @param base where SCIM is, as the client reached it, without a slash at its end
 */
record Request(Actor actor, String base) {}
