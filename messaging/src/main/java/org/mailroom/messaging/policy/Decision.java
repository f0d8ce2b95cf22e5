package org.mailroom.messaging.policy;

import org.mailroom.mailstore.refusal.Refused;

import java.util.Optional;
import java.util.Set;

/** The answer to a {@link Question}. Texts are for the client and name no third person. */
public sealed interface Decision {
    /**
     * Yes, provided that whoever asked does what is owed.
     *
     * @param obligations how to treat the message
     * @param clearance with {@link Question.Message} and {@link Question.Member}: leave to file it
     */
    record Accept(Set<Obligation> obligations, Optional<Clearance> clearance) implements Decision {
        public Accept {
            obligations = Set.copyOf(obligations);
        }

        public Accept(Set<Obligation> obligations) {
            this(obligations, Optional.empty());
        }

        static final Accept FREELY = new Accept(Set.of());
    }

    /**
     * Somebody has to look first. Where there is no place to hold a message, protocols answer with
     * a temporary refusal, so that it stays with its sender.
     */
    record Hold(Why why) implements Decision {
        public String text() {
            return why.text();
        }
    }

    /** No. */
    record Refuse(Why why) implements Decision {
        Refuse(WhyCode code, String text) {
            this(new Why(code, text));
        }

        /** For programs; each protocol translates it. */
        public Refused.Reason reason() {
            return why.code().reason();
        }

        /** For people. */
        public String text() {
            return why.text();
        }
    }

    /** What comes with a yes. */
    enum Obligation {
        /** Add From, Date and Message-ID where they are missing. RFC 6409 §8. */
        COMPLETE_HEADER,
        /** Take the Bcc field out: its readers are not the others' business. RFC 5322 §3.6.3. */
        HIDE_BCC,
        /** Several people get it and must not learn of each other: one message for each. */
        HIDE_RECIPIENTS,
        /** An answer to a group whose answers go to its owners: to them only. */
        TO_OWNERS,
        /** Replies to the group go to its owners: Reply-To says so. */
        REPLY_TO_OWNERS,
        /** The sender takes it for sent; a moderator sees it, and nobody else. */
        SHADOW,
        /** A receipt of reading is owed, whatever the reader prefers. */
        RECEIPT,
        /** A copy for the compliance archive. */
        JOURNAL
    }
}
