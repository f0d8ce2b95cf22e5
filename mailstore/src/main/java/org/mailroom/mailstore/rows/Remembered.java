package org.mailroom.mailstore.rows;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;

/**
 * What was read a short while ago. After {@link #forget} nobody is given what was read before it,
 * even by a read that was under way: every value carries the count of its stripe from before it was
 * read, and is good only while the count is the same. No lock is held while reading, so that a
 * reader may wait for a connection. What another process changes is seen when the time is up.
 *
 * <p>A writer commits, then forgets. Thread-safe.
 */
public final class Remembered<K, V> {
    private static final int STRIPES = 1 << 12;

    private record Held<V>(V value, long stripe, long all) {}

    private final Cache<K, Held<V>> cache;
    private final AtomicLongArray stripes = new AtomicLongArray(STRIPES);
    private final AtomicLong all = new AtomicLong();

    public Remembered(int most, Duration time) {
        cache = Caffeine.newBuilder().maximumSize(most).expireAfterWrite(time).build();
    }

    /** The value, read if need be. */
    public V of(K key, Function<? super K, ? extends V> read) {
        int stripe = stripe(key);
        long now = stripes.get(stripe);
        long nowAll = all.get();
        @Nullable Held<V> held = cache.getIfPresent(key);
        if (held != null && held.stripe == now && held.all == nowAll) {
            return held.value;
        }
        V value = read.apply(key);
        cache.put(key, new Held<>(value, now, nowAll));
        return value;
    }

    public void forget(K key) {
        stripes.incrementAndGet(stripe(key));
        cache.invalidate(key);
    }

    public void forgetAll() {
        all.incrementAndGet();
        cache.invalidateAll();
    }

    private static int stripe(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash >>> 20;
    }
}
