/**
 * Addresses of clients, as limits count them: {@link org.mailroom.transport.address.Network},
 * {@link org.mailroom.transport.address.ClientNetwork}. Imports nothing of ours.
 */
@NullMarked
package org.mailroom.transport.address;

import org.jspecify.annotations.NullMarked;
