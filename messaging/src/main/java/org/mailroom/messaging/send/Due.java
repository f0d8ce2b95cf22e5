package org.mailroom.messaging.send;

import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.MailDate;
import org.mailroom.mailstore.refusal.Refused;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * When a message is to go: as its field Deferred-Delivery says (RFC 2156), else by the date it was
 * filed with. See docs/conventions.md.
 */
final class Due {
    static final String FIELD = "Deferred-Delivery";

    /** Nobody plans further; a date behind it is a mistake. */
    private static final Duration FURTHEST = Duration.ofDays(366L * 10);

    private Due() {}

    /**
     * @param received the date it was filed with
     * @throws Refused CANNOT if that is no moment to come
     */
    static Instant of(HeaderBlock header, Instant received, Instant now) {
        Optional<HeaderBlock.Field> field = header.first(FIELD);
        Instant due =
                field.isEmpty()
                        ? received
                        : MailDate.parse(field.get().value())
                                .map(OffsetDateTime::toInstant)
                                .orElseThrow(() -> no(FIELD + " holds no date"));
        if (!due.isAfter(now)) {
            throw no("No moment to come is given: by the date of APPEND or by " + FIELD);
        }
        if (due.isAfter(now.plus(FURTHEST))) {
            throw no("More than ten years ahead");
        }
        return due;
    }

    private static Refused no(String text) {
        return new Refused(Refused.Reason.CANNOT, text);
    }
}
