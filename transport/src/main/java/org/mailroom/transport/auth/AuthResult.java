package org.mailroom.transport.auth;

/** What a login came to. */
public sealed interface AuthResult {
    /** The password is right. */
    record Accepted(Identity identity) implements AuthResult {}

    /**
     * Unknown user, wrong password or an account that may not log in; a client is not told which.
     */
    record Rejected() implements AuthResult {}

    /** It could not be decided now: the directory is down, or too many failures are queued up. */
    record Unavailable() implements AuthResult {}
}
