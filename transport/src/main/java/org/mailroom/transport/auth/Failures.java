package org.mailroom.transport.auth;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who has failed to log in, how often, and when they may try again: a bounded table from which the
 * longest untouched goes first. Thread-safe by its own monitor, held for table work only.
 */
final class Failures<K> {
    private final LoginSettings settings;
    private final Duration maxDelay;
    private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    Failures(LoginSettings settings, Duration maxDelay) {
        this.settings = settings;
        this.maxDelay = maxDelay;
    }

    private static final class Entry {
        private int failures;
        private Instant lastFailure = Instant.MIN;
        private Instant nextAttempt = Instant.MIN;
    }

    /** How long to wait before an attempt, however many wait already. */
    synchronized Duration delay(K key, Instant now) {
        Entry entry = remembered(key, now);
        if (entry == null || !entry.nextAttempt.isAfter(now)) return Duration.ZERO;
        return min(Duration.between(now, entry.nextAttempt), maxDelay);
    }

    /**
     * How long to wait before an attempt, which is given a turn of its own behind those that wait
     * already, so that trying in parallel gains nothing; empty if that turn is too far off.
     */
    synchronized Optional<Duration> turn(K key, Instant now) {
        Entry entry = remembered(key, now);
        if (entry == null || entry.failures < settings.freeFailures()) {
            return Optional.of(Duration.ZERO);
        }
        Instant start = entry.nextAttempt.isAfter(now) ? entry.nextAttempt : now;
        Duration wait = Duration.between(now, start);
        if (wait.compareTo(maxDelay) > 0) return Optional.empty();
        entry.nextAttempt = start.plus(delayAfter(entry.failures));
        return Optional.of(wait);
    }

    synchronized void failed(K key, Instant now) {
        Entry entry = remembered(key, now);
        if (entry == null) {
            entry = new Entry();
            entries.put(key, entry);
            if (entries.size() > settings.maxEntries()) {
                entries.remove(entries.keySet().iterator().next());
            }
        }
        entry.failures++;
        entry.lastFailure = now;
        if (entry.failures >= settings.freeFailures()) {
            Instant next = now.plus(delayAfter(entry.failures));
            if (next.isAfter(entry.nextAttempt)) entry.nextAttempt = next;
        }
    }

    synchronized void forget(K key) {
        entries.remove(key);
    }

    synchronized int size() {
        return entries.size();
    }

    private @Nullable Entry remembered(K key, Instant now) {
        Entry entry = entries.get(key);
        if (entry == null) return null;
        if (entry.lastFailure.plus(settings.forgetAfter()).isBefore(now)) {
            entries.remove(key);
            return null;
        }
        return entry;
    }

    private Duration delayAfter(int failures) {
        int doublings = Math.min(failures - settings.freeFailures(), 30);
        return min(settings.firstDelay().multipliedBy(1L << doublings), maxDelay);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
