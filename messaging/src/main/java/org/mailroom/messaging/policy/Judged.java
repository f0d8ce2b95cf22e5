package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;

import java.util.Optional;
import java.util.Set;

/**
 * As whom a sender is judged.
 *
 * @param id none: a system in its own name
 * @param system by which system the message came, if it did
 */
record Judged(Optional<AccountId> id, Facts.From facts, Optional<String> system) {
    static Judged system(String name) {
        return new Judged(
                Optional.empty(),
                new Facts.From(Facts.Who.SYSTEM, Set.of(), Account.State.ACTIVE, Set.of()),
                Optional.of(name));
    }
}
