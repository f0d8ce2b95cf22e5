package org.mailroom.server.command;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.server.wiring.OpenStore;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** How arguments of several commands are read, and answers written. */
final class Say {
    private Say() {}

    /** {@code reply-to-owner} for {@code REPLY_TO_OWNER}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant that a word stands for. */
    static <E extends Enum<E>> E of(Class<E> type, String option, String word) {
        for (E value : type.getEnumConstants()) {
            if (word(value).equalsIgnoreCase(word)) {
                return value;
            }
        }
        List<String> words = new ArrayList<>();
        for (E value : type.getEnumConstants()) {
            words.add(word(value));
        }
        throw new CommandFailed(option + ": " + word + " is none of " + String.join(", ", words));
    }

    /** {@code name=value} pairs; a name may come several times. */
    static Map<String, List<String>> pairs(String option, List<String> texts) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String text : texts) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new CommandFailed(option + ": expected NAME=VALUE, not " + text);
            }
            List<String> values =
                    all.computeIfAbsent(text.substring(0, at), k -> new ArrayList<>());
            if (at < text.length() - 1) {
                values.add(text.substring(at + 1));
            }
        }
        return all;
    }

    /** A day, a moment of ISO 8601, or a time from now as {@code 90d} or {@code 12h}. */
    static Instant time(String option, String text) {
        try {
            if (text.matches("\\d{1,6}d")) {
                return Instant.now().plus(Duration.ofDays(Long.parseLong(text.replace("d", ""))));
            }
            if (text.matches("\\d{1,6}h")) {
                return Instant.now().plus(Duration.ofHours(Long.parseLong(text.replace("h", ""))));
            }
            return text.indexOf('T') > 0
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new CommandFailed(
                    option + ": expected 2026-12-31, 2026-12-31T08:00:00Z, 90d or 12h", e);
        }
    }

    static <T> T value(String option, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            throw new CommandFailed(option + ": " + text + " is not understood", e);
        }
    }

    static String address(OpenStore store, AccountId id) {
        return store.store().accounts().byId(id).map(Account::address).orElse("(removed)");
    }
}
