/**
 * Starts and stops the servers that are measured, each with a data folder of its own and on free
 * ports of loopback. A {@link org.mailroom.bench.peer.Peer} is listed in {@link
 * org.mailroom.bench.peer.Peers}. Stops only processes that it has started, by their number.
 * Imports scenario and client.
 */
@NullMarked
package org.mailroom.bench.peer;

import org.jspecify.annotations.NullMarked;
