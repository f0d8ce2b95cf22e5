package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;
import java.util.Set;

/**
 * Somebody who is logged in with a browser.
 *
 * @param id by which its owner ends it; logs nobody in
 * @param csrf what its requests have to repeat
 * @param proved when they last proved themselves
 * @param agent the browser, as it calls itself
 * @param from the address they logged in from
 */
public record WebSession(
        String id,
        String csrf,
        AccountId account,
        Set<Proof> proofs,
        Instant created,
        Instant lastUsed,
        Instant proved,
        String agent,
        String from) {}
