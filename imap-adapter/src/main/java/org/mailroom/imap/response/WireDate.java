package org.mailroom.imap.response;

import java.nio.charset.StandardCharsets;

/** A moment as date-time in UTC, quoted, without a detour over text. RFC 9051 §9. */
final class WireDate {
    static final int LENGTH = 28;

    private static final byte[] MONTHS =
            "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZONE = " +0000\"".getBytes(StandardCharsets.US_ASCII);

    /** What four digits of a year can say: 0000-01-01 to 9999-12-31T23:59:59. */
    private static final long FIRST = -62_167_219_200L;

    private static final long LAST = 253_402_300_799L;

    private WireDate() {}

    /** Writes {@link #LENGTH} octets: "17-Jul-1996 02:44:25 +0000". */
    static void write(long epochSecond, byte[] out) {
        long second = Math.clamp(epochSecond, FIRST, LAST);
        long day = Math.floorDiv(second, 86_400L);
        int time = (int) Math.floorMod(second, 86_400L);
        // Days are counted from 1 March of a year divisible by 400, so that leap days come last.
        long shifted = day + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        long dayOfEra = Math.floorMod(shifted, 146_097L);
        long yearOfEra =
                (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = (int) (dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100));
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = (monthFromMarch + 2) % 12;
        long year = yearOfEra + era * 400 + (month < 2 ? 1 : 0);
        out[0] = '"';
        two(out, 1, dayOfMonth);
        out[3] = '-';
        System.arraycopy(MONTHS, 3 * month, out, 4, 3);
        out[7] = '-';
        two(out, 8, (int) (year / 100));
        two(out, 10, (int) (year % 100));
        out[12] = ' ';
        two(out, 13, time / 3600);
        out[15] = ':';
        two(out, 16, time / 60 % 60);
        out[18] = ':';
        two(out, 19, time % 60);
        System.arraycopy(ZONE, 0, out, 21, ZONE.length);
    }

    private static void two(byte[] out, int at, int value) {
        out[at] = (byte) ('0' + value / 10);
        out[at + 1] = (byte) ('0' + value % 10);
    }
}
