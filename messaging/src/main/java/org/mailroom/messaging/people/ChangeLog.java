package org.mailroom.messaging.people;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;

import java.util.Optional;

/** Hears every change to people, relations, groups and tokens after it is on disk. */
@FunctionalInterface
public interface ChangeLog {
    void changed(Actor actor, Change change, AccountId subject, Optional<String> object);

    /** What was done. */
    enum Change {
        PERSON_CREATED,
        PERSON_CHANGED,
        PERSON_REMOVED,
        RELATION_ADDED,
        RELATION_ENDED,
        TOKEN_ISSUED,
        TOKEN_REVOKED,
        GROUP_CREATED,
        GROUP_CHANGED,
        GROUP_REMOVED,
        MEMBER_JOINED,
        MEMBER_LEFT,
        MEMBER_CHANGED
    }
}
