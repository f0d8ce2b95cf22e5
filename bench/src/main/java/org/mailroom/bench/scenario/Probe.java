package org.mailroom.bench.scenario;

import org.mailroom.bench.client.Deadline;
import org.mailroom.bench.client.ImapClient;
import org.mailroom.bench.scenario.Target.Door;

import java.io.Closeable;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Time from sending the final dot to reading EXISTS on a connection that idles: one message at a
 * time, with pauses of uneven length so that it does not fall in step with the server.
 */
final class Probe implements Closeable {
    private static final int SIZE = 4 << 10;
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final BlockingQueue<Long> seen = new ArrayBlockingQueue<>(1024);
    private final SplittableRandom random = new SplittableRandom(1);
    private final Deliveries sender;
    private final ImapClient idler;
    private final Thread listener;

    Probe(Deadline deadline, Target target, Door door, String user) throws IOException {
        sender = new Deliveries(deadline, target, door, user, SIZE);
        idler = target.reader(deadline, user);
        idler.select("INBOX");
        idler.idle();
        listener = Thread.ofPlatform().name("idler").start(this::listen);
    }

    private void listen() {
        try {
            while (true) {
                idler.awaitExists();
                seen.add(System.nanoTime());
            }
        } catch (IOException ended) {
            // The sender misses the answer and says so.
        }
    }

    /** So many messages, or as many as the time allows. */
    Latencies run(int messages, long nanos) throws IOException {
        Latencies latencies = new Latencies();
        long end = System.nanoTime() + nanos;
        for (int n = 0; n < messages && System.nanoTime() - end < 0; n++) {
            LockSupport.parkNanos(random.nextLong(2_000_000, 12_000_000));
            sender.begin();
            seen.clear();
            long dot = System.nanoTime();
            sender.finish(n);
            latencies.add(await() - dot);
        }
        return latencies;
    }

    private long await() throws IOException {
        try {
            Long at = seen.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            if (at == null) {
                throw new IOException("no EXISTS within " + LONGEST_WAIT_SECONDS + " s");
            }
            return at;
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        idler.close();
        sender.close();
        Load.join(java.util.List.of(listener));
    }
}
