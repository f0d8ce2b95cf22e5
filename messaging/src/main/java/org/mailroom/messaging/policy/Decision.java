package org.mailroom.messaging.policy;

import org.mailroom.mailstore.refusal.Refused;

import java.util.Set;

/** The answer to a {@link Question}. Texts are for the client and name no third person. */
public sealed interface Decision {
    /**
     * Yes, provided that whoever asked does what is owed.
     *
     * @param obligations with {@link Question.From}: how to treat the message that follows
     */
    record Accept(Set<Obligation> obligations) implements Decision {
        public Accept {
            obligations = Set.copyOf(obligations);
        }

        static final Accept FREELY = new Accept(Set.of());
    }

    /**
     * Somebody has to look first. Until a rule holds messages and there is a place to hold them,
     * protocols answer with a temporary refusal, so that the message stays with its sender.
     */
    record Hold(String text) implements Decision {}

    /**
     * No.
     *
     * @param reason for programs; each protocol translates it
     * @param text for people
     */
    record Refuse(Refused.Reason reason, String text) implements Decision {}

    /** What comes with a yes. */
    enum Obligation {
        /** Add From, Date and Message-ID where they are missing. RFC 6409 §8. */
        COMPLETE_HEADER,
        /** Take the Bcc field out: its readers are not the others' business. RFC 5322 §3.6.3. */
        HIDE_BCC
    }
}
