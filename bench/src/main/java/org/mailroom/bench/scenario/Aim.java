package org.mailroom.bench.scenario;

/** What Mailroom is held to in a figure. */
public sealed interface Aim {
    static Aim none() {
        return new None();
    }

    /** At least so many times as good as Dovecot, with Postfix where the mail comes by SMTP. */
    record Ratio(double atLeast) implements Aim {
        @Override
        public String toString() {
            return "≥ " + Figure.plain(atLeast) + "×";
        }
    }

    /** At most so much, whatever another server does. */
    record Limit(double atMost, String unit) implements Aim {
        @Override
        public String toString() {
            return "≤ " + Figure.plain(atMost) + " " + unit;
        }
    }

    /** Measured for information. */
    record None() implements Aim {
        @Override
        public String toString() {
            return "";
        }
    }

    /** Whether an own figure meets the aim; {@code advantage} is how many times as good it is. */
    default boolean met(double own, double advantage) {
        return switch (this) {
            case Ratio ratio -> advantage >= ratio.atLeast();
            case Limit limit -> own <= limit.atMost();
            case None none -> true;
        };
    }
}
