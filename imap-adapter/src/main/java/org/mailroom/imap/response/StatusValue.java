package org.mailroom.imap.response;

import org.mailroom.imap.command.StatusItem;

/** One item of a STATUS answer. RFC 9051 §7.3.4. */
public record StatusValue(StatusItem item, String wire) {
    public static StatusValue number(StatusItem item, long value) {
        return new StatusValue(item, Long.toString(value));
    }

    public static StatusValue nil(StatusItem item) {
        return new StatusValue(item, "NIL");
    }

    /** RFC 8474 §4.3. */
    public static StatusValue objectId(StatusItem item, String id) {
        return new StatusValue(item, "(" + id + ")");
    }
}
