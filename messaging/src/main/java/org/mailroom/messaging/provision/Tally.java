package org.mailroom.messaging.provision;

import org.mailroom.messaging.provision.ImportReport.Change;
import org.mailroom.messaging.provision.ImportReport.Outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts what comes of an import, and keeps the first of it to be told. */
final class Tally {
    private final boolean dryRun;
    private final Consumer<Change> listener;
    private final Map<String, Map<Outcome, Long>> counts = ImportReport.none();
    private final List<Change> changes = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final long began = System.nanoTime();
    private long mistakeCount;
    private long resumedAt;
    private Optional<String> refused = Optional.empty();

    Tally(boolean dryRun, Consumer<Change> listener) {
        this.dryRun = dryRun;
        this.listener = listener;
    }

    void mistake(Mistake mistake) {
        mistakeCount++;
        if (mistakes.size() < ImportReport.MOST_TOLD) {
            mistakes.add(mistake);
        }
    }

    boolean anyMistake() {
        return mistakeCount > 0;
    }

    void refuse(String why) {
        refused = Optional.of(why);
    }

    void count(Entry entry, Outcome outcome) {
        count(entry.kind(), outcome, entry.title(), Optional.of(entry.place()));
    }

    void count(Item.Kind kind, Outcome outcome, String title, Optional<Place> place) {
        of(kind).merge(outcome, 1L, Long::sum);
        if (outcome != Outcome.UNCHANGED) {
            Change change = new Change(kind.plural(), outcome, title, place);
            listener.accept(change);
            if (changes.size() < ImportReport.MOST_TOLD) {
                changes.add(change);
            }
        }
    }

    void failed(Entry entry, RuntimeException why) {
        count(entry, Outcome.FAILED);
        mistake(new Mistake(entry.place(), String.valueOf(why.getMessage())));
    }

    private Map<Outcome, Long> of(Item.Kind kind) {
        return Objects.requireNonNull(counts.get(kind.plural()));
    }

    /** As text to be kept; {@link #resume} reads it. */
    String counts() {
        List<String> numbers = new ArrayList<>();
        for (Item.Kind kind : Item.Kind.values()) {
            for (Outcome outcome : Outcome.values()) {
                numbers.add(String.valueOf(of(kind).get(outcome)));
            }
        }
        return String.join(" ", numbers);
    }

    void resume(long position, String kept) {
        resumedAt = position;
        String[] numbers = kept.split(" ");
        int i = 0;
        for (Item.Kind kind : Item.Kind.values()) {
            for (Outcome outcome : Outcome.values()) {
                if (i < numbers.length) {
                    of(kind).put(outcome, Long.parseLong(numbers[i++]));
                }
            }
        }
    }

    ImportReport report() {
        return new ImportReport(
                dryRun,
                counts,
                List.copyOf(changes),
                List.copyOf(mistakes),
                mistakeCount,
                refused,
                resumedAt,
                Duration.ofNanos(System.nanoTime() - began));
    }
}
