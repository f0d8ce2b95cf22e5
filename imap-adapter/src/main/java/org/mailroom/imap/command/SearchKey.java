package org.mailroom.imap.command;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A condition on one message. Keys that are another key's opposite or combination (UNSEEN, NEW,
 * OLD, UNKEYWORD …) are made of {@link Not} and {@link And}. RFC 9051 §6.4.4.
 */
public sealed interface SearchKey {
    record All() implements SearchKey {}

    record HasFlag(SystemFlag flag) implements SearchKey {}

    record HasKeyword(Flag.Keyword keyword) implements SearchKey {}

    /** Message numbers, or "$" (which holds UIDs: {@link SequenceSet#isSavedResult()}). */
    record Numbers(SequenceSet set) implements SearchKey {}

    record Uids(SequenceSet set) implements SearchKey {}

    /** More octets than this. */
    record Larger(long octets) implements SearchKey {}

    /** Fewer octets than this. */
    record Smaller(long octets) implements SearchKey {}

    /** A date of the message, its time and zone disregarded. */
    record Dated(DateOf which, Compare compare, LocalDate date) implements SearchKey {}

    /** A text in one of the places that have a key of their own; case does not matter. */
    record Contains(Place place, String text) implements SearchKey {}

    /** HEADER; an empty text asks only whether there is such a field. */
    record HeaderContains(String field, String text) implements SearchKey {}

    /**
     * A mod-sequence of at least this. The entry is accepted and not told apart. RFC 7162 §3.1.5.
     */
    record ModSeq(Optional<String> entry, long atLeast) implements SearchKey {}

    /** RFC 8474 §6. */
    record EmailId(String id) implements SearchKey {}

    /** RFC 8474 §6. */
    record ThreadId(String id) implements SearchKey {}

    /** SAVEDATESUPPORTED. RFC 8514 §4. */
    record SaveDateSupported() implements SearchKey {}

    record And(List<SearchKey> keys) implements SearchKey {
        public And {
            keys = List.copyOf(keys);
        }
    }

    record Or(SearchKey left, SearchKey right) implements SearchKey {}

    record Not(SearchKey key) implements SearchKey {}

    /** BEFORE…, SENT…, SAVED…. */
    enum DateOf {
        INTERNAL,
        SENT,
        SAVED
    }

    enum Compare {
        BEFORE,
        ON,
        SINCE
    }

    enum Place {
        BCC,
        CC,
        FROM,
        TO,
        SUBJECT,
        /** The texts of the body. */
        BODY,
        /** Header and body. */
        TEXT
    }

    /** Whether this key or any within it is one of those. */
    default boolean any(Predicate<SearchKey> wanted) {
        if (wanted.test(this)) {
            return true;
        }
        return switch (this) {
            case And and -> and.keys().stream().anyMatch(key -> key.any(wanted));
            case Or or -> or.left().any(wanted) || or.right().any(wanted);
            case Not not -> not.key().any(wanted);
            default -> false;
        };
    }
}
