package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.SharedGroup;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relation;
import org.mailroom.messaging.policy.Circumstances.Conversation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Gathers what there is between a sender and an address. For an address that nobody has the same is
 * looked up as for any other, so that the time an answer takes tells nothing either.
 */
final class Reach {
    /** By which people choose who may begin a conversation with them. */
    static final String WHO_MAY_WRITE = "who-may-write";

    /** Ids from here on are nobody's. */
    private static final long NOBODY = 1L << 62;

    private final Sources from;

    Reach(Sources from) {
        this.from = from;
    }

    /**
     * Whom an address leads to.
     *
     * @param id of a person, a group, or nobody's
     */
    record Target(AddrSpec address, AccountId id, Optional<Person> person, Optional<Group> group) {
        boolean there() {
            return person.isPresent() || group.isPresent();
        }
    }

    Target target(AddrSpec address) {
        AccountId id =
                from.directory()
                        .recipientId(address)
                        .orElseGet(
                                () ->
                                        new AccountId(
                                                NOBODY
                                                        + (address.key()
                                                                        .toLowerCase(Locale.ROOT)
                                                                        .hashCode()
                                                                & 0xFFFF_FFFFL)));
        Optional<Person> person = from.people().byId(id);
        return new Target(
                address,
                id,
                // Services have no mailboxes.
                person.filter(p -> p.kind() == Account.Kind.PERSON),
                from.groups().byId(id));
    }

    Facts.Ties ties(Judged sender, AccountId other, Instant at) {
        if (sender.id().isEmpty()) {
            return Facts.Ties.NONE;
        }
        AccountId me = sender.id().get();
        Set<String> senderIs = new HashSet<>();
        Set<String> recipientIs = new HashSet<>();
        for (Relation relation : from.relations().between(me, other, at)) {
            (relation.from().equals(me) ? senderIs : recipientIs).add(relation.kind());
        }
        List<Facts.Shared> shared = new ArrayList<>();
        for (SharedGroup both : from.groups().shared(me, other, at)) {
            shared.add(
                    new Facts.Shared(
                            both.group().kind(), both.first().rank(), both.second().rank()));
        }
        boolean blocked = from.blocks().blocks(other, me);
        return new Facts.Ties(senderIs, recipientIs, shared, blocked);
    }

    Facts.To to(Judged sender, Target target, Instant at) {
        if (target.group().isPresent()) {
            Group group = target.group().get();
            return new Facts.To.Group(
                    group.kind(),
                    group.replyMode(),
                    sender.id()
                            .flatMap(me -> from.groups().membership(group.id(), me, at))
                            .map(Membership::rank),
                    group.state() == Account.State.ACTIVE);
        }
        if (target.person().isEmpty()) {
            return new Facts.To.Nobody();
        }
        Person person = target.person().get();
        return new Facts.To.Person(
                person.roles(),
                person.state() == Account.State.ACTIVE,
                welcome(person),
                sender.id().filter(person.id()::equals).isPresent());
    }

    private static Facts.Welcome welcome(Person person) {
        return switch (person.preferences().getOrDefault(WHO_MAY_WRITE, "everyone")) {
            case "everyone" -> Facts.Welcome.EVERYONE;
            case "known" -> Facts.Welcome.KNOWN;
            // What cannot be read is no invitation.
            default -> Facts.Welcome.NOBODY;
        };
    }

    static Facts.Answer answer(Conversation conversation, Target target) {
        return switch (conversation) {
            case Conversation.Unknown unknown -> Facts.Answer.UNKNOWN;
            case Conversation.New none -> Facts.Answer.NO;
            case Conversation.Reply reply ->
                    reply.participants().contains(target.id())
                                    || reply.group().filter(target.id()::equals).isPresent()
                            ? Facts.Answer.INSIDE
                            : Facts.Answer.OUTSIDE;
        };
    }
}
