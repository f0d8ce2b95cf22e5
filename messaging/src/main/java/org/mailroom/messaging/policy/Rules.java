package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.AccountId;

import java.time.Duration;
import java.util.Optional;

/** What the rules in force say beside yes and no. */
public final class Rules {
    Rules() {}

    /** What holds for messages from one person to another. */
    public Features between(AccountId sender, AccountId recipient) {
        return Features.DEFAULT;
    }

    /** What holds in a group. */
    public Features in(AccountId group) {
        return Features.DEFAULT;
    }

    public boolean may(AccountId person, Permission permission) {
        return true;
    }

    /** Whether nobody may block this person. */
    public boolean unblockable(AccountId person) {
        return false;
    }

    /** Whether this person may look anybody up: who is here, and who is not. */
    public boolean knowsDirectory(AccountId person) {
        return true;
    }

    /** The longest a shadow restriction may last; none: there are none. */
    public Optional<Duration> longestShadow() {
        return Optional.empty();
    }
}
