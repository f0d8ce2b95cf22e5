package org.mailroom.smtp.content;

/**
 * Looks for a CR or an LF that is not part of CR LF. RFC 5321 §2.3.8. Such a message is refused:
 * what is one line to us may be two to the next server, and the second may look like a command.
 */
final class LineEnds {
    private boolean lastWasCr;
    private boolean bare;

    void look(byte[] bytes, int offset, int length) {
        boolean cr = lastWasCr;
        boolean found = bare;
        for (int i = offset, end = offset + length; i < end; i++) {
            byte b = bytes[i];
            found |= cr != (b == '\n');
            cr = b == '\r';
        }
        lastWasCr = cr;
        bare = found;
    }

    /** Whether there was one so far. */
    boolean bare() {
        return bare;
    }

    /** Whether there was one, now that nothing more comes. */
    boolean bareAtEnd() {
        return bare || lastWasCr;
    }
}
