package org.mailroom.messaging.people;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Where passwords are hashed: a few platform threads, so that tens of milliseconds of arithmetic do
 * not hold up the carriers on which every connection's virtual thread runs. Their number bounds the
 * memory, the queue bounds the wait. Thread-safe.
 */
final class HashingThreads implements AutoCloseable {
    private final ThreadPoolExecutor threads;
    private final LongAdder count = new LongAdder();

    HashingThreads(int atOnce, int waiting) {
        int count = atOnce == 0 ? Runtime.getRuntime().availableProcessors() : atOnce;
        threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waiting),
                        Thread.ofPlatform().name("password-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs the work and waits for it; empty if too much is waiting already. */
    <T> Optional<T> run(Supplier<T> work) {
        Future<T> result;
        try {
            result = threads.submit(work::get);
        } catch (RejectedExecutionException full) {
            return Optional.empty();
        }
        count.increment();
        try {
            return Optional.of(result.get());
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing a password failed", e.getCause());
        }
    }

    /** How many pieces of work have been taken on. */
    long count() {
        return count.sum();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
