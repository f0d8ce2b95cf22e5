package org.mailroom.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where to listen: {@code host:port}, {@code [v6]:port}, or {@code off}. Port 0 takes a free one.
 */
public record Endpoint(String host, int port) {

    /** A service that is switched off. */
    public static final Endpoint OFF = new Endpoint("", 0);

    public Endpoint {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port from 0 to 65535");
        }
    }

    public static Endpoint parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw new IllegalArgumentException("an address such as 127.0.0.1:2525, or off");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Endpoint(host, Integer.parseInt(text.substring(colon + 1)));
    }

    public boolean isOff() {
        return host.isEmpty();
    }

    public boolean isLoopback() {
        return !isOff() && resolved().isLoopbackAddress();
    }

    /** The same host, {@code offset} ports further; a free port stays a free port. */
    public Endpoint shifted(int offset) {
        return isOff() || port == 0 ? this : new Endpoint(host, port + offset);
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(resolved(), port);
    }

    private InetAddress resolved() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("a host that resolves, unlike " + host, e);
        }
    }

    @Override
    public String toString() {
        if (isOff()) {
            return "off";
        }
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
