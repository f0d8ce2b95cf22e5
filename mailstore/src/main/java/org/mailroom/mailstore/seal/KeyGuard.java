package org.mailroom.mailstore.seal;

import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets many threads use keys and one wipe them, but never both at once: what is sealed while its
 * key is being wiped would be sealed under zeros, which everybody knows.
 */
final class KeyGuard {
    private final String name;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /**
     * @param name of the keys, for the exception
     */
    KeyGuard(String name) {
        this.name = name;
    }

    /** Does work that uses the keys. */
    <T> T using(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (closed) throw new IllegalStateException(name + " closed");
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Waits for work under way, then wipes. */
    void close(byte[]... keys) {
        lock.writeLock().lock();
        try {
            closed = true;
            for (byte[] key : keys) Arrays.fill(key, (byte) 0);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
