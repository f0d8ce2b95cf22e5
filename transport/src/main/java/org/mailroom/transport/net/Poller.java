package org.mailroom.transport.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * The one thread that watches all idle sockets and unparks the virtual thread whose socket has
 * become ready. It runs nothing of a protocol and never blocks but in select.
 */
final class Poller implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Poller.class);

    private final Selector selector;
    private final Thread thread;

    Poller() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new IllegalStateException("no selector", e);
        }
        thread = Thread.ofPlatform().daemon().name("transport-poller").unstarted(this::run);
        thread.start();
    }

    /** Watches a socket, at first for nothing. */
    SelectionKey register(SocketChannel channel, Wire wire) throws IOException {
        return channel.register(selector, 0, wire);
    }

    /** Makes changed interests and closed channels count. */
    void wakeup() {
        selector.wakeup();
    }

    private void run() {
        while (selector.isOpen()) {
            try {
                selector.select(Poller::ready);
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException e) {
                log.error("select failed", e);
            }
        }
    }

    private static void ready(SelectionKey key) {
        try {
            // First the interest, then the signal: see Wire.await.
            key.interestOps(0);
        } catch (CancelledKeyException e) {
            // Closed meanwhile, which has its own signal.
        }
        ((Wire) key.attachment()).ready();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            log.debug("closing the selector", e);
        }
    }
}
