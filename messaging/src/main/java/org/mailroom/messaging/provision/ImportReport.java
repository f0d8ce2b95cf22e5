package org.mailroom.messaging.provision;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an import has changed, or would.
 *
 * @param counts how often what came of {@code people}, {@code groups}, {@code members}, {@code
 *     relations}
 * @param changes the first of the changes
 * @param mistakes the first of what is wrong; when there are any and nothing failed, nothing was
 *     changed
 * @param mistakeCount how many there are
 * @param refused why nothing was changed, where it is no mistake of the files
 * @param resumedAt how many entries an earlier run had taken
 */
public record ImportReport(
        boolean dryRun,
        Map<String, Map<Outcome, Long>> counts,
        List<Change> changes,
        List<Mistake> mistakes,
        long mistakeCount,
        Optional<String> refused,
        long resumedAt,
        Duration took) {

    /** Most changes and mistakes told one by one. */
    public static final int MOST_TOLD = 1_000;

    /** What came of an entry. */
    public enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED,
        /** Not listed any more: left, or ended. */
        LEFT,
        /** Refused when it was its turn; the others were taken. */
        FAILED;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One change.
     *
     * @param kind {@code people}, {@code groups}, {@code members} or {@code relations}
     * @param place where the file says so; empty for what is missing
     */
    public record Change(String kind, Outcome outcome, String title, Optional<Place> place) {}

    /** Whether everything was taken. */
    public boolean good() {
        return mistakeCount == 0 && refused.isEmpty();
    }

    /** How many of a kind had an outcome. */
    public long count(String kind, Outcome outcome) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(outcome, 0L);
    }

    /** Counts to begin with: zero of everything. */
    static Map<String, Map<Outcome, Long>> none() {
        Map<String, Map<Outcome, Long>> counts = new LinkedHashMap<>();
        for (Item.Kind kind : Item.Kind.values()) {
            Map<Outcome, Long> zero = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                zero.put(outcome, 0L);
            }
            counts.put(kind.plural(), zero);
        }
        return counts;
    }
}
