package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.people.Person;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An item understood: what a file says that somebody or something is to be. */
sealed interface Entry {

    Place place();

    Item.Kind kind();

    /** What the report calls it. */
    String title();

    /**
     * A person or a service.
     *
     * @param address whole
     * @param changed what the file says, put upon what is known; what it does not say stays
     * @param password to be set anew each time it is in a file
     */
    record OfPerson(
            Place place,
            Account.Kind type,
            String address,
            Optional<String> externalId,
            List<String> aliases,
            UnaryOperator<Person> changed,
            Optional<String> password,
            long quotaBytes)
            implements Entry {
        @Override
        public Item.Kind kind() {
            return Item.Kind.PERSON;
        }

        @Override
        public String title() {
            return address;
        }
    }

    /** A group, without its members; as {@link OfPerson}. */
    record OfGroup(
            Place place,
            String address,
            Optional<String> externalId,
            UnaryOperator<Group> changed,
            Optional<String> expression)
            implements Entry {
        @Override
        public Item.Kind kind() {
            return Item.Kind.GROUP;
        }

        @Override
        public String title() {
            return address;
        }
    }

    /** A member of a group; both by address. */
    record OfMember(
            Place place, String group, String member, Optional<Rank> rank, Optional<Boolean> muted)
            implements Entry {
        @Override
        public Item.Kind kind() {
            return Item.Kind.MEMBER;
        }

        @Override
        public String title() {
            return member + " in " + group;
        }
    }

    /** A relation; both by address. */
    record OfRelation(
            Place place,
            String from,
            String to,
            String relation,
            Optional<Instant> since,
            Optional<Instant> until)
            implements Entry {
        @Override
        public Item.Kind kind() {
            return Item.Kind.RELATION;
        }

        @Override
        public String title() {
            return from + " " + relation + " " + to;
        }
    }
}
