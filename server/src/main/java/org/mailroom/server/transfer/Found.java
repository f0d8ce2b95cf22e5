package org.mailroom.server.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/**
 * One message found in files.
 *
 * @param place file, and position where a file holds several; for reports
 * @param folder path of the mailbox, levels parted by {@code /}; empty: the one asked for
 * @param flags wire names of system flags, and keywords
 * @param received when it arrived
 * @param octets bytes in the file, for progress
 * @param content opens the message's bytes, with whatever the file's format adds taken off
 */
record Found(
        String place,
        String folder,
        List<String> flags,
        Instant received,
        long octets,
        Opener content) {

    /** Opens the bytes anew each time. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }
}
