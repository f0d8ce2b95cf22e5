package org.mailroom.server.transfer;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line that begins a message in an mbox file: {@code From sender Thu Jan 1 00:00:00 1970}. RFC
 * 4155 §A. Its time is UTC; some programs write an offset before or after the year.
 */
final class FromLine {
    private static final Pattern LINE =
            Pattern.compile(
                    "From .*?(Mon|Tue|Wed|Thu|Fri|Sat|Sun) +([A-Z][a-z]{2}) +(\\d{1,2})"
                            + " +(\\d{2}):(\\d{2})(?::(\\d{2}))?(?: +([A-Z]{3,4}|[+-]\\d{4}))?"
                            + " +(\\d{4})(?: +([A-Z]{3,4}|[+-]\\d{4}))?.*",
                    Pattern.DOTALL);
    private static final List<String> MONTHS =
            List.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private FromLine() {}

    /** Whether a line that follows an empty one begins a message. */
    static boolean begins(byte[] line, int length) {
        return length > 5
                && line[0] == 'F'
                && line[1] == 'r'
                && line[2] == 'o'
                && line[3] == 'm'
                && line[4] == ' '
                && LINE.matcher(text(line, length)).matches();
    }

    static Optional<Instant> time(byte[] line, int length) {
        Matcher m = LINE.matcher(text(line, length));
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            LocalDateTime local =
                    LocalDateTime.of(
                            Integer.parseInt(m.group(8)),
                            MONTHS.indexOf(m.group(2)) + 1,
                            Integer.parseInt(m.group(3)),
                            Integer.parseInt(m.group(4)),
                            Integer.parseInt(m.group(5)),
                            m.group(6) == null ? 0 : Integer.parseInt(m.group(6)));
            return Optional.of(local.toInstant(offset(m.group(7), m.group(9))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZoneOffset offset(String before, String after) {
        String zone = before == null ? after : before;
        return zone == null || Character.isLetter(zone.charAt(0))
                ? ZoneOffset.UTC
                : ZoneOffset.of(zone);
    }

    static String write(Instant received) {
        return "From MAILER-DAEMON " + ASCTIME.format(received) + "\n";
    }

    private static String text(byte[] line, int length) {
        return new String(line, 0, Math.min(length, 500), StandardCharsets.ISO_8859_1);
    }
}
