package org.mailroom.messaging.login.oidc;

/** A log-in at a provider that does not count. */
public final class OidcRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** What to tell the person. */
    public enum Why {
        /** They, or the provider, said no. */
        DENIED,
        /** It cannot be believed: wrong issuer, signature, audience, time, nonce, code. */
        INVALID,
        /** The provider cannot be reached. */
        UNAVAILABLE
    }

    private final Why why;

    OidcRefused(Why why, String message) {
        super(message);
        this.why = why;
    }

    OidcRefused(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
