package org.mailroom.messaging.safety;

import org.mailroom.mailstore.account.AccountId;

import java.time.Instant;

/**
 * Somebody whom a person does not want to hear from.
 *
 * @param reason the blocker's own words; may be empty. Nobody else sees it but an auditor
 */
public record Block(AccountId blocker, AccountId blocked, Instant since, String reason) {}
