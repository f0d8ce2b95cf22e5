package org.mailroom.transport.auth;

import java.time.Duration;

/** How {@link Logins} waits; tests record the waits instead. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
