package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;
import java.util.Optional;

/**
 * What another system calls an account, and what else it has said of it.
 *
 * @param externalId the other system's own id
 * @param userName the other system's name to log in with, where that is not the address
 * @param document what it said that only it reads; empty if nothing
 * @param created when the account became known to it
 * @param modified when the link last changed
 */
public record Link(
        AccountId account,
        Optional<String> externalId,
        Optional<String> userName,
        String document,
        Instant created,
        Instant modified) {}
