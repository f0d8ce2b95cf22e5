package org.mailroom.messaging.login;

import java.net.InetAddress;

/**
 * Where a request comes from.
 *
 * @param agent the browser, as it calls itself
 */
public record Browser(InetAddress from, String agent) {
    private static final int MOST = 200;

    public Browser {
        StringBuilder plain = new StringBuilder();
        agent.codePoints()
                .filter(c -> !Character.isISOControl(c) && c < 0x7F)
                .limit(MOST)
                .forEach(plain::appendCodePoint);
        agent = plain.toString();
    }
}
