package org.mailroom.transport.sasl;

import org.mailroom.transport.auth.Identity;

import java.util.Base64;

/** What the server has to do next in an exchange. */
public sealed interface SaslStep {
    /**
     * Send this, and give the next line to {@link SaslExchange#respond(String)}.
     *
     * @param data to be sent in base64, after {@code + } in IMAP, {@code 334 } in SMTP
     */
    @SuppressWarnings("ArrayRecordComponent") // Sent once and never compared.
    record Challenge(byte[] data) implements SaslStep {
        /** The base64 form; empty for an empty challenge. */
        public String base64() {
            return Base64.getEncoder().encodeToString(data);
        }
    }

    /** The client is who it says. */
    record Success(Identity identity) implements SaslStep {}

    /** The exchange is over. */
    record Failure(Reason reason) implements SaslStep {}

    /** Why an exchange failed. */
    enum Reason {
        /** The client sent {@code *}. IMAP BAD, SMTP 501 5.7.0. */
        CANCELLED,
        /** Not base64, or not what the mechanism wants. IMAP BAD, SMTP 501 5.5.2. */
        MALFORMED,
        /** Unknown user or wrong password. IMAP NO [AUTHENTICATIONFAILED], SMTP 535 5.7.8. */
        REJECTED,
        /** Acting for someone else. IMAP NO [AUTHORIZATIONFAILED], SMTP 535 5.7.8. */
        NOT_AUTHORIZED,
        /** Try again later. IMAP NO [UNAVAILABLE], SMTP 454 4.7.0. */
        UNAVAILABLE
    }
}
