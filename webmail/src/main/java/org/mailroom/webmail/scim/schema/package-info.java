/**
 * What resources look like: every schema, and what is done by it: reading, completing, filtering,
 * changing and cutting resources as JSON. Start at {@link
 * org.mailroom.webmail.scim.schema.ResourceType}. Knows nothing of people. RFC 7643.
 */
@NullMarked
package org.mailroom.webmail.scim.schema;

import org.jspecify.annotations.NullMarked;
