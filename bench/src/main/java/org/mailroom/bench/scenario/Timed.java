package org.mailroom.bench.scenario;

import java.io.IOException;

/** Times single commands. */
final class Timed {
    /** What is timed. */
    interface Action {
        void run() throws IOException;
    }

    private Timed() {}

    static long nanos(Action action) throws IOException {
        long before = System.nanoTime();
        action.run();
        return System.nanoTime() - before;
    }

    /** A fast answer that is not the whole answer is no figure. */
    static void expect(int wanted, int untagged) throws IOException {
        if (untagged < wanted) {
            throw new IOException("expected " + wanted + " responses, read " + untagged);
        }
    }
}
