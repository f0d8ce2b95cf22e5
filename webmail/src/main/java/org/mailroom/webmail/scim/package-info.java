/**
 * Provisioning by the platform: SCIM 2.0 at {@code /scim/v2}. Start at {@link
 * org.mailroom.webmail.scim.ScimSurface}; people are in {@link
 * org.mailroom.webmail.scim.UserResources}, groups in {@link
 * org.mailroom.webmail.scim.GroupResources}, what both share in {@link
 * org.mailroom.webmail.scim.Resources}. RFC 7643, RFC 7644.
 */
@NullMarked
package org.mailroom.webmail.scim;

import org.jspecify.annotations.NullMarked;
