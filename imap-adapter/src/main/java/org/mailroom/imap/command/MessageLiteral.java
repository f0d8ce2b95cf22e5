package org.mailroom.imap.command;

/**
 * The announcement of a message's bytes, which are still on the wire.
 *
 * @param synchronising whether the client waits for a continuation before it sends; RFC 7888 §3
 * @param binary whether it is a literal8, which may hold NUL; RFC 3516 §4.4
 * @param utf8 whether it stands in UTF8 (…), so headers may be UTF-8; RFC 6855 §4
 */
public record MessageLiteral(long size, boolean synchronising, boolean binary, boolean utf8) {
    public MessageLiteral {
        if (size < 0) {
            throw new IllegalArgumentException("literal of size " + size);
        }
    }
}
