package org.mailroom.transport.address;

import java.net.InetAddress;
import java.util.List;

/**
 * An address block, as {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
 *
 * @param address any address within
 * @param bits the length of the prefix
 */
public record Network(InetAddress address, int bits) {
    public Network {
        if (bits < 0 || bits > address.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length " + bits);
        }
    }

    /**
     * Reads the usual notation; never asks a name server.
     *
     * @throws IllegalArgumentException if the text is not an address block
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress address =
                    InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits =
                    slash < 0
                            ? address.getAddress().length * 8
                            : Integer.parseInt(text.substring(slash + 1));
            return new Network(address, bits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a network (address/bits): " + text, e);
        }
    }

    public static List<Network> parseAll(List<String> texts) {
        return texts.stream().map(Network::parse).toList();
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        if (mine.length != its.length) return false;
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) if (mine[i] != its[i]) return false;
        int rest = bits % 8;
        return rest == 0 || ((mine[whole] ^ its[whole]) & 0xFF) >> (8 - rest) == 0;
    }

    public static boolean anyContains(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
