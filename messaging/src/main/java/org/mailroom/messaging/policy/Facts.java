package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.safety.Restriction;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a {@link RuleSet} judges by. Plain values: no account, no address, nothing to look up.
 */
record Facts(From from, To to, Ties ties, Ask ask) {

    /** Who writes: a person, or a system of the platform in its own name. */
    enum Who {
        PERSON,
        SERVICE,
        SYSTEM
    }

    /**
     * The sender.
     *
     * @param roles as the directory names them; the rules may not know all of them
     * @param restrictions what moderators have imposed and what holds now
     */
    record From(
            Who who, Set<String> roles, Account.State state, Set<Restriction.Kind> restrictions) {
        From {
            roles = Set.copyOf(roles);
            restrictions = Set.copyOf(restrictions);
        }

        static From person(String... roles) {
            return new From(Who.PERSON, Set.of(roles), Account.State.ACTIVE, Set.of());
        }

        From with(Restriction.Kind restriction) {
            Set<Restriction.Kind> more = EnumSet.of(restriction);
            more.addAll(restrictions);
            return new From(who, roles, state, more);
        }
    }

    /** The recipient. */
    sealed interface To {
        /**
         * A person.
         *
         * @param available takes mail at present
         * @param welcome whom the person lets in
         * @param self the sender
         */
        record Person(Set<String> roles, boolean available, Welcome welcome, boolean self)
                implements To {
            public Person {
                roles = Set.copyOf(roles);
            }

            static Person of(String... roles) {
                return new Person(Set.of(roles), true, Welcome.EVERYONE, false);
            }
        }

        /**
         * A group.
         *
         * @param rank of the sender in it; none: not a member
         * @param open takes mail at present
         */
        record Group(String kind, ReplyMode replyMode, Optional<Rank> rank, boolean open)
                implements To {}

        /** Nobody has this address. */
        record Nobody() implements To {}
    }

    /** Whom a person wants to hear from, as far as the rules leave it to people. */
    enum Welcome {
        EVERYONE,
        /** Those with a relation to the person or a group in common. */
        KNOWN,
        NOBODY
    }

    /** A group both belong to. */
    record Shared(String kind, Rank sender, Rank recipient) {}

    /**
     * What is between the two.
     *
     * @param senderIs what the sender is to the recipient: kinds of relations
     * @param recipientIs what the recipient is to the sender
     * @param blocked whether the recipient has blocked the sender
     */
    record Ties(
            Set<String> senderIs, Set<String> recipientIs, List<Shared> shared, boolean blocked) {
        static final Ties NONE = new Ties(Set.of(), Set.of(), List.of(), false);

        Ties {
            senderIs = Set.copyOf(senderIs);
            recipientIs = Set.copyOf(recipientIs);
            shared = List.copyOf(shared);
        }
    }

    /** Whether the message is an answer, by the sender's own mailbox. */
    enum Answer {
        /** Nobody knows yet. */
        UNKNOWN,
        NO,
        /** To somebody who takes part in the conversation. */
        INSIDE,
        /** To somebody who does not. */
        OUTSIDE
    }

    /**
     * What is asked.
     *
     * @param said BULK, BROADCAST or nothing
     * @param answer whether it is one
     * @param proved whether the recipient's own mailbox shows the sender in the conversation
     * @param scheduled to go out later
     * @param people how many get the message
     */
    record Ask(Optional<Kind> said, Answer answer, boolean proved, boolean scheduled, int people) {
        static final Ask NEW = new Ask(Optional.empty(), Answer.NO, false, false, 1);

        static final Ask REPLY = new Ask(Optional.empty(), Answer.INSIDE, true, false, 1);

        Ask as(Kind kind) {
            return new Ask(Optional.of(kind), answer, proved, scheduled, people);
        }

        /** The same of a message that answers nothing. */
        Ask begun() {
            return new Ask(said, Answer.NO, false, scheduled, people);
        }

        Ask shown() {
            return new Ask(said, answer, true, scheduled, people);
        }

        Ask later() {
            return new Ask(said, answer, proved, true, people);
        }
    }
}
