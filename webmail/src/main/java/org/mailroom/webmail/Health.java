package org.mailroom.webmail;

import java.util.Optional;

/** What the readiness probe asks; whoever starts the parts knows. */
@FunctionalInterface
public interface Health {

    /** Empty when mail can be taken and read; otherwise one phrase that says what is missing. */
    Optional<String> notReady();
}
