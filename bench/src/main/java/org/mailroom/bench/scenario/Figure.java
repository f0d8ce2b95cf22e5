package org.mailroom.bench.scenario;

import java.util.Locale;

/**
 * One row of the table.
 *
 * @param key names it in the data file and in the page's template
 * @param more whether more of it is better
 */
public record Figure(String key, String label, String unit, boolean more, Aim aim) {
    static Figure rate(String key, String label, String unit, Aim aim) {
        return new Figure(key, label, unit, true, aim);
    }

    static Figure cost(String key, String label, String unit, Aim aim) {
        return new Figure(key, label, unit, false, aim);
    }

    /** How many times as good one's own figure is as the other's. */
    public double advantage(double own, double other) {
        return more ? own / other : other / own;
    }

    /** A figure with three significant digits, and thousands set apart. */
    public static String plain(double value) {
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String text = String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
