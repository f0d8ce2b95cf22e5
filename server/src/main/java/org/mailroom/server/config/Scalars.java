package org.mailroom.server.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text of one value to its type and back. What is expected is the exception's message. */
public final class Scalars {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB|TiB)");
    private static final String SIZE_UNITS = "BKMGT";

    private Scalars() {}

    /** A size such as {@code 50MiB}, in bytes. */
    public static long size(String text) {
        return number(text, Long.MAX_VALUE);
    }

    static Object parse(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == boolean.class) {
            return bool(text);
        } else if (type == int.class) {
            return Math.toIntExact(number(text, Integer.MAX_VALUE));
        } else if (type == long.class) {
            return number(text, Long.MAX_VALUE);
        } else if (type == double.class) {
            return decimal(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == Path.class) {
            return path(text);
        } else if (type == Endpoint.class) {
            return Endpoint.parse(text);
        } else if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalStateException("no setting has type " + type);
    }

    static boolean known(Class<?> type) {
        return type.isPrimitive()
                || type.isEnum()
                || type == String.class
                || type == Duration.class
                || type == Path.class
                || type == Endpoint.class;
    }

    /** The text that {@link #parse} turns into the same value. */
    static String format(Object value, boolean size) {
        return switch (value) {
            case Duration d -> durationText(d);
            case Enum<?> e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case Integer i when size -> sizeText(i);
            case Long l when size -> sizeText(l);
            default -> value.toString();
        };
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    /** A count, or a size with its unit; which of the two is meant, the key's text says. */
    private static long number(String text, long max) {
        Matcher size = SIZE.matcher(text);
        String expected = "a whole number, or a size such as 50MiB, up to " + max;
        try {
            long number;
            if (size.matches()) {
                int power = SIZE_UNITS.indexOf(size.group(2).charAt(0));
                number =
                        Math.multiplyExact(
                                Long.parseLong(size.group(1)), Math.powExact(1024L, power));
            } else {
                number = Long.parseLong(text);
            }
            if (number > max) {
                throw new IllegalArgumentException(expected);
            }
            return number;
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }

    private static double decimal(String text) {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number such as 0.5", e);
        }
    }

    private static Duration duration(String text) {
        Matcher m = DURATION.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("a duration such as 500ms, 10s, 5m, 2h or 1d");
        }
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "ms" -> Duration.ofMillis(n);
            case "s" -> Duration.ofSeconds(n);
            case "m" -> Duration.ofMinutes(n);
            case "h" -> Duration.ofHours(n);
            default -> Duration.ofDays(n);
        };
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a path");
        }
        String home = System.getProperty("user.home");
        return Path.of(text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text);
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> format(c, false).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("one of " + constants(type)));
    }

    static String constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> format(c, false))
                .collect(Collectors.joining(", "));
    }

    private static String durationText(Duration d) {
        long ms = d.toMillis();
        if (ms == 0) {
            return "0s";
        } else if (ms % 1000 != 0) {
            return ms + "ms";
        }
        long s = ms / 1000;
        if (s % 86_400 == 0) {
            return s / 86_400 + "d";
        } else if (s % 3600 == 0) {
            return s / 3600 + "h";
        }
        return s % 60 == 0 ? s / 60 + "m" : s + "s";
    }

    private static String sizeText(long bytes) {
        int unit = 0;
        long n = bytes;
        while (n > 0 && n % 1024 == 0 && unit < SIZE_UNITS.length() - 1) {
            n /= 1024;
            unit++;
        }
        return n + (unit == 0 ? "B" : SIZE_UNITS.charAt(unit) + "iB");
    }
}
