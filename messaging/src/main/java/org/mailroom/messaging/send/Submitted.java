package org.mailroom.messaging.send;

import org.mailroom.mailstore.mail.Filed;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Why;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What became of a message that was handed in. */
public sealed interface Submitted {
    /**
     * It is on disk for everybody.
     *
     * @param messageIds one, or with BULK one for each recipient in order
     * @param copies where the sender's own copies lie; empty for a service in its own name
     */
    record Sent(List<String> messageIds, List<Filed> copies) implements Submitted {
        public Sent {
            messageIds = List.copyOf(messageIds);
            copies = List.copyOf(copies);
        }
    }

    /** It is on disk and somebody looks at it first. */
    record Held(Why why, List<String> messageIds, List<Filed> copies) implements Submitted {
        public Held {
            messageIds = List.copyOf(messageIds);
            copies = List.copyOf(copies);
        }
    }

    /** It lies in the mailbox for scheduled mail. */
    record Scheduled(String messageId, Instant due, Filed copy) implements Submitted {}

    /**
     * Nothing was done.
     *
     * @param refused who may not have it, and why; not empty
     */
    record Refused(Map<AddrSpec, Why> refused) implements Submitted {
        public Refused {
            refused = Map.copyOf(refused);
        }

        public Why why() {
            return refused.values().iterator().next();
        }
    }
}
