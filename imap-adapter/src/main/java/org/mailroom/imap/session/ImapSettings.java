package org.mailroom.imap.session;

import java.time.Duration;

/**
 * How IMAP is served. What every protocol shares (connections, line lengths, logins) is set in
 * transport.
 *
 * @param loginTimeout how long a client may be silent before it has logged in. Default 1 min.
 * @param idleTimeout how long a client may be silent after that, in IDLE too, before it is logged
 *     out; 30 min or more. RFC 9051 §5.4. Default 30 min.
 * @param appendLimit largest message APPEND takes; the store's own limit holds besides. RFC 7889.
 *     Default 52428800 bytes.
 * @param appendMessages most messages of one APPEND. RFC 3502. Default 100.
 * @param maxErrors commands in a row that were no commands, before the client is cut off. Default
 *     20.
 */
public record ImapSettings(
        Duration loginTimeout,
        Duration idleTimeout,
        long appendLimit,
        int appendMessages,
        int maxErrors) {

    public ImapSettings {
        if (appendLimit < 1) throw new IllegalArgumentException("appendLimit " + appendLimit);
        if (appendMessages < 1) {
            throw new IllegalArgumentException("appendMessages " + appendMessages);
        }
        if (maxErrors < 1) throw new IllegalArgumentException("maxErrors " + maxErrors);
    }

    public static ImapSettings defaults() {
        return new ImapSettings(Duration.ofMinutes(1), Duration.ofMinutes(30), 50L << 20, 100, 20);
    }
}
