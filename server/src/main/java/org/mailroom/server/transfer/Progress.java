package org.mailroom.server.transfer;

/** Is told how far the work has got; may throw to end it. */
@FunctionalInterface
public interface Progress {
    void at(long done, long total);
}
