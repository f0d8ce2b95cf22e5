/**
 * Files of people by HTTP: uploaded, imported in the background, looked after. Start at {@link
 * org.mailroom.webmail.provision.ImportRoutes}. The contract documents it with the rest of the API.
 */
@NullMarked
package org.mailroom.webmail.provision;

import org.jspecify.annotations.NullMarked;
