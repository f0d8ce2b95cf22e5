package org.mailroom.messaging.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

@Timeout(20)
class HashingThreadsTest {
    @Test
    void turnsAwayWhatWouldWaitTooLong() throws InterruptedException, ExecutionException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (HashingThreads threads = new HashingThreads(1, 1);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Optional<Integer>> busy =
                    CompletableFuture.supplyAsync(
                            () -> threads.run(() -> await(started, release)), callers);
            started.await();
            // One waits, and whichever comes last is turned away.
            CompletableFuture<Optional<Integer>> second =
                    CompletableFuture.supplyAsync(() -> threads.run(() -> 2), callers);
            CompletableFuture<Optional<Integer>> third =
                    CompletableFuture.supplyAsync(() -> threads.run(() -> 2), callers);
            assertThat((Optional<?>) CompletableFuture.anyOf(second, third).get()).isEmpty();

            release.countDown();
            assertThat(busy.get()).contains(1);
            assertThat(second.get().isPresent()).isNotEqualTo(third.get().isPresent());
        }
    }

    private static int await(CountDownLatch started, CountDownLatch release) {
        started.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }
}
