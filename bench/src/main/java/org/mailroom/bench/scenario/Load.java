package org.mailroom.bench.scenario;

import com.sun.management.OperatingSystemMXBean;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Repeats operations at full speed, one platform thread for each, until the time is up. The threads
 * begin together, after all have connected.
 */
final class Load {
    private static final OperatingSystemMXBean SELF =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** What is repeated; {@code n} counts from 0. */
    interface Operation {
        void once(int n) throws IOException;
    }

    /** What came of it. */
    record Outcome(Latencies latencies, double seconds, Cores cores) {
        double perSecond() {
            return latencies.count() / seconds;
        }
    }

    private Load() {}

    /** Runs for the plan's time, or until the plan's number of operations. */
    static Outcome run(Target target, Plan plan, List<? extends Operation> operations)
            throws IOException {
        return run(target, plan.time().toNanos(), plan.atMost() / operations.size(), operations);
    }

    /** Runs each operation a fixed number of times. */
    static Outcome times(Target target, int each, List<? extends Operation> operations)
            throws IOException {
        return run(target, Long.MAX_VALUE / 2, each, operations);
    }

    private static Outcome run(
            Target target, long nanos, int each, List<? extends Operation> operations)
            throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        List<Latencies> measured = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Operation operation : operations) {
            Latencies own = new Latencies();
            measured.add(own);
            threads.add(
                    Thread.ofPlatform()
                            .name("load-" + threads.size())
                            .start(() -> repeat(operation, gate, nanos, each, own, failure)));
        }
        double server = target.processes().processorSeconds();
        long self = SELF.getProcessCpuTime();
        long began = System.nanoTime();
        gate.countDown();
        join(threads);
        double seconds = (System.nanoTime() - began) / 1e9;
        Cores cores =
                new Cores(
                        (SELF.getProcessCpuTime() - self) / 1e9 / seconds,
                        target.processes().known()
                                ? (target.processes().processorSeconds() - server) / seconds
                                : Double.NaN);
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        Latencies all = new Latencies();
        measured.forEach(all::addAll);
        return new Outcome(all, seconds, cores);
    }

    private static void repeat(
            Operation operation,
            CountDownLatch gate,
            long nanos,
            int each,
            Latencies own,
            AtomicReference<@Nullable IOException> failure) {
        try {
            gate.await();
            long before = System.nanoTime();
            long end = before + nanos;
            for (int n = 0; n < each && before - end < 0 && failure.get() == null; n++) {
                operation.once(n);
                long after = System.nanoTime();
                own.add(after - before);
                before = after;
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            failure.compareAndSet(null, new IOException("interrupted", e));
        }
    }

    static void join(List<Thread> threads) throws IOException {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
