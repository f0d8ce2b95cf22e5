package org.mailroom.mailstore.mime;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/** The date-time of RFC 5322 §3.3 and §4.3, and of the senders who never read them. */
public final class MailDate {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private static final Map<String, Integer> ZONES =
            Map.ofEntries(
                    Map.entry("ut", 0),
                    Map.entry("utc", 0),
                    Map.entry("gmt", 0),
                    Map.entry("z", 0),
                    Map.entry("est", -5),
                    Map.entry("edt", -4),
                    Map.entry("cst", -6),
                    Map.entry("cdt", -5),
                    Map.entry("mst", -7),
                    Map.entry("mdt", -6),
                    Map.entry("pst", -8),
                    Map.entry("pdt", -7),
                    Map.entry("bst", 1),
                    Map.entry("cet", 1),
                    Map.entry("met", 1),
                    Map.entry("cest", 2),
                    Map.entry("mest", 2),
                    Map.entry("jst", 9));

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ROOT);

    private static final int MAX_LENGTH = 200;

    private int day = -1;
    private int month = -1;
    private int year = -1;
    private int hour;
    private int minute;
    private int second;
    private ZoneOffset zone = ZoneOffset.UTC;

    private MailDate() {}

    /**
     * The moment and the zone it is told in; UTC when the zone is missing or unknown. Reads the
     * parts in any order: {@code Thu Aug 22 12:36:23 2002} and {@code 22-Aug-02} as well.
     */
    public static Optional<OffsetDateTime> parse(String value) {
        if (value.length() > MAX_LENGTH) return Optional.empty();
        try {
            MailDate date = new MailDate();
            StringTokenizer words = new StringTokenizer(withoutComments(value), " \t,\r\n");
            while (words.hasMoreTokens()) date.take(words.nextToken());
            if (date.day < 0 || date.month < 0 || date.year < 0) return Optional.empty();
            return Optional.of(
                    OffsetDateTime.of(
                            date.year,
                            date.month,
                            date.day,
                            date.hour,
                            date.minute,
                            Math.min(date.second, 59), // leap seconds
                            0,
                            date.zone));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** As a header wants it. */
    public static String format(OffsetDateTime time) {
        return FORMAT.format(time);
    }

    private void take(String word) {
        char first = word.charAt(0);
        if (word.indexOf(':') > 0) {
            takeTime(word);
        } else if ((first == '+' || first == '-') && word.length() >= 4) {
            zone = offset(word);
        } else if (first >= '0' && first <= '9') {
            takeNumbers(word);
        } else {
            takeName(word.toLowerCase(Locale.ROOT));
        }
    }

    private void takeTime(String word) {
        int sign = Math.max(word.indexOf('+'), word.indexOf('-'));
        if (sign > 0) zone = offset(word.substring(sign));
        String time = sign > 0 ? word.substring(0, sign) : word;
        String[] parts = time.replace('.', ':').split(":");
        hour = Integer.parseInt(parts[0]);
        minute = Integer.parseInt(parts[1]);
        second = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
    }

    /** A day, a year, {@code 22-Aug-2002} or {@code 2002-08-22}. */
    private void takeNumbers(String word) {
        if (word.indexOf('-') > 0) {
            String[] parts = word.split("-");
            if (parts.length == 3 && parts[0].length() == 4) {
                year = Integer.parseInt(parts[0]);
                month = Integer.parseInt(parts[1]);
                day = Integer.parseInt(parts[2]);
            } else {
                for (String part : parts) take(part);
            }
        } else if (day < 0 && word.length() <= 2) {
            day = Integer.parseInt(word);
        } else if (year < 0) {
            int number = Integer.parseInt(word);
            // RFC 5322 §4.3
            year =
                    word.length() >= 4
                            ? number
                            : number + (word.length() == 2 && number < 50 ? 2000 : 1900);
        }
    }

    private void takeName(String name) {
        int at = name.length() < 3 ? -1 : MONTHS.indexOf(name.substring(0, 3));
        if (month < 0 && at >= 0 && at % 3 == 0) {
            month = at / 3 + 1;
            return;
        }
        Integer hours = ZONES.get(name);
        if (hours != null) {
            zone = ZoneOffset.ofHours(hours);
        } else if (name.equals("pm") && hour < 12) {
            hour += 12;
        } else if (name.equals("am") && hour == 12) {
            hour = 0;
        }
    }

    private static ZoneOffset offset(String word) {
        String digits = word.substring(1).replace(":", "");
        if (digits.length() > 4) return ZoneOffset.UTC;
        int number = Integer.parseInt(digits);
        int minutes = number / 100 * 60 + number % 100;
        if (minutes > 18 * 60) return ZoneOffset.UTC;
        return ZoneOffset.ofTotalSeconds((word.charAt(0) == '-' ? -60 : 60) * minutes);
    }

    private static String withoutComments(String value) {
        if (value.indexOf('(') < 0) return value;
        StringBuilder rest = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '(') depth++;
            if (depth == 0) rest.append(c);
            if (c == ')' && depth > 0) depth--;
        }
        return rest.toString();
    }
}
