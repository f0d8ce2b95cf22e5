package org.mailroom.mailstore.mime;

import java.time.OffsetDateTime;
import java.util.Optional;

/** The date-time of RFC 5322 §3.3 and §4.3, and of the senders who never read them. */
public final class MailDate {
    private MailDate() {}

    public static Optional<OffsetDateTime> parse(String value) {
        throw new UnsupportedOperationException(value);
    }

    /** As a header wants it. */
    public static String format(OffsetDateTime time) {
        throw new UnsupportedOperationException(time.toString());
    }
}
