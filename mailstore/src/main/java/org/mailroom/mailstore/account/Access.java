package org.mailroom.mailstore.account;

/**
 * Who opens an account's mail, and why. Owners open their own; anybody else is refused unless an
 * operator says the purpose, and that is written to the audit log.
 */
public sealed interface Access {
    /** The account's owner, logged in. */
    record Owner(AccountId account) implements Access {}

    /**
     * An administrative act, audited.
     *
     * @param actor who: an account address or the name of a command
     * @param purpose what for: {@code export}, {@code import}, …
     */
    record Operator(String actor, String purpose) implements Access {
        public Operator {
            if (actor.isBlank() || purpose.isBlank()) {
                throw new IllegalArgumentException("operator access names actor and purpose");
            }
        }
    }
}
