package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.AccountId;

import java.util.Optional;
import java.util.Set;

/**
 * What is known of a message beside its sender and its recipient.
 *
 * @param kind what it was said to be: BULK or BROADCAST by those who send so; none: as recipient
 *     and conversation show
 * @param conversation what it answers
 * @param scheduled whether it is to go out later; asked again when it does, without this
 */
public record Circumstances(Optional<Kind> kind, Conversation conversation, boolean scheduled) {

    /** What a message answers. */
    public sealed interface Conversation {
        /** Not known before the header has come: RCPT TO. Judged in the sender's favour for now. */
        record Unknown() implements Conversation {}

        /** Begins a new one. */
        record New() implements Conversation {}

        /**
         * Answers a message that the sender has.
         *
         * @param participants everybody whom the messages of the conversation name, as the sender's
         *     mailbox shows them, the sender included
         * @param with those of them whose own mailbox shows the sender as taking part: what a
         *     sender may have made up does not count
         * @param group in which it takes place
         */
        record Reply(Set<AccountId> participants, Set<AccountId> with, Optional<AccountId> group)
                implements Conversation {
            public Reply {
                participants = Set.copyOf(participants);
                with = Set.copyOf(with);
            }
        }
    }

    /** Before DATA. */
    public static final Circumstances UNKNOWN =
            new Circumstances(Optional.empty(), new Conversation.Unknown(), false);

    /** Begins a conversation. */
    public static final Circumstances NEW =
            new Circumstances(Optional.empty(), new Conversation.New(), false);

    public static Circumstances reply(Conversation.Reply reply) {
        return new Circumstances(Optional.empty(), reply, false);
    }

    public Circumstances as(Kind said) {
        return new Circumstances(Optional.of(said), conversation, scheduled);
    }

    public Circumstances later() {
        return new Circumstances(kind, conversation, true);
    }
}
