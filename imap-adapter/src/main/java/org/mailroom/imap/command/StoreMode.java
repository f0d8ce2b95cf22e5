package org.mailroom.imap.command;

import java.util.OptionalLong;

/**
 * How STORE changes flags.
 *
 * @param silent whether the client wants no FETCH of the new flags
 * @param unchangedSince skip messages with a later mod-sequence; RFC 7162 §3.1.3
 */
public record StoreMode(Change change, boolean silent, OptionalLong unchangedSince) {
    /** FLAGS, +FLAGS, -FLAGS. */
    public enum Change {
        REPLACE,
        ADD,
        REMOVE
    }
}
