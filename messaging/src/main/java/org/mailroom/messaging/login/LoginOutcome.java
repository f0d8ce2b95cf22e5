package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.AccountId;

import java.util.Set;

/** What came of a step of a log-in. */
public sealed interface LoginOutcome {
    /** They are logged in; the token is for the browser alone. */
    record LoggedIn(String token, WebSession session) implements LoginOutcome {}

    /**
     * One proof was right, another is needed.
     *
     * @param step what the browser brings with it
     * @param factors any one of these will do
     */
    record OneMore(String step, Set<Proof> factors) implements LoginOutcome {}

    /** Wrong, unknown, too old: the person is not told which. */
    record Rejected() implements LoginOutcome {}

    /** Not now: too many tries, or something that has to be asked does not answer. */
    record Unavailable() implements LoginOutcome {}

    /** They are somebody there, and nobody here. */
    record NotLinked() implements LoginOutcome {}

    /** An identity has been linked with the account that is logged in. */
    record Linked(AccountId account) implements LoginOutcome {}
}
