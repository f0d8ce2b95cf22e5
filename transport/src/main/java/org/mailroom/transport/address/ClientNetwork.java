package org.mailroom.transport.address;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What counts as one client: an IPv4 address, or an IPv6 /64, which is what one customer usually
 * gets.
 *
 * @param v6 whether {@code bits} are the first 64 of an IPv6 address
 * @param bits of the address
 */
public record ClientNetwork(boolean v6, long bits) {
    public static ClientNetwork of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? new ClientNetwork(false, ByteBuffer.wrap(bytes).getInt())
                : new ClientNetwork(true, ByteBuffer.wrap(bytes).getLong());
    }
}
