package org.mailroom.webmail.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Moments in bodies. RFC 3339. */
final class Moments {
    private Moments() {}

    /** A moment whose form the contract has checked. */
    static Instant of(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    static Optional<Instant> ofNullable(@Nullable String text) {
        return Optional.ofNullable(text).map(Moments::of);
    }

    static String text(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static @Nullable String text(Optional<Instant> moment) {
        return moment.map(Moments::text).orElse(null);
    }
}
