package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.refusal.Refused;

import java.util.Optional;

/**
 * What became of one recipient's copy.
 *
 * @param refused why it was not delivered; empty: it is on disk
 */
public record Outcome(Recipient recipient, Optional<Refused> refused) {
    public boolean delivered() {
        return refused.isEmpty();
    }
}
