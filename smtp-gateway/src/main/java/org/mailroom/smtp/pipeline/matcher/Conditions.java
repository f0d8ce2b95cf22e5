package org.mailroom.smtp.pipeline.matcher;

import jakarta.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Conditions of matchers: what stands behind the {@code =}. */
final class Conditions {
    private Conditions() {}

    static String needed(@Nullable String condition) throws MessagingException {
        if (condition == null || condition.isBlank()) {
            throw new MessagingException("condition is missing: Name=condition");
        }
        return condition.strip();
    }

    /** Addresses and {@code @domain}s, parted by commas. */
    static List<String> addresses(@Nullable String condition) throws MessagingException {
        return Arrays.stream(needed(condition).split(","))
                .map(address -> address.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    static boolean contain(List<String> addresses, MailAddress address) {
        String whole = address.asString().toLowerCase(Locale.ROOT);
        return addresses.contains(whole)
                || addresses.contains("@" + address.getDomain().asString());
    }
}
