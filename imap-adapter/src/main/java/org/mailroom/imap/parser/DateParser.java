package org.mailroom.imap.parser;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Dates: 1-Feb-1994, and "17-Jul-1996 02:44:25 -0700". RFC 9051 §9, date, date-time. */
final class DateParser {
    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");

    private final Arguments in;

    DateParser(Arguments in) {
        this.in = in;
    }

    /** A day, quoted or not. */
    LocalDate date() {
        boolean quoted = in.take('"');
        LocalDate date = day();
        if (quoted) {
            in.expect('"');
        }
        return date;
    }

    OffsetDateTime dateTime() {
        in.expect('"');
        if (in.peek() == ' ') {
            in.space();
        }
        LocalDate date = day();
        in.space();
        int hour = digits(2);
        in.expect(':');
        int minute = digits(2);
        in.expect(':');
        int second = digits(2);
        in.space();
        ZoneOffset zone = zone();
        in.expect('"');
        try {
            // A leap second has no place in our clock.
            LocalTime time = LocalTime.of(hour, minute, second == 60 ? 59 : second);
            return OffsetDateTime.of(date, time, zone);
        } catch (DateTimeException e) {
            throw in.error("no such time");
        }
    }

    private LocalDate day() {
        int day = Math.toIntExact(Math.min(in.number("a day"), 99));
        in.expect('-');
        StringBuilder name = new StringBuilder(3);
        while (name.length() < 3 && Character.isLetter(in.peek())) {
            name.append((char) in.peek());
            in.take((char) in.peek());
        }
        int month = MONTHS.indexOf(name.toString().toUpperCase(Locale.ROOT)) + 1;
        in.expect('-');
        int year = digits(4);
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            throw in.error("no such day");
        }
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int c = in.peek();
            if (c < '0' || c > '9') {
                throw in.error("expected " + count + " digits");
            }
            in.take((char) c);
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private ZoneOffset zone() {
        boolean west = in.take('-');
        if (!west) {
            in.expect('+');
        }
        int hours = digits(2);
        int minutes = digits(2);
        int seconds = hours * 3600 + minutes * 60;
        if (minutes > 59 || seconds > 18 * 3600) {
            throw in.error("no such time zone");
        }
        return ZoneOffset.ofTotalSeconds(west ? -seconds : seconds);
    }
}
