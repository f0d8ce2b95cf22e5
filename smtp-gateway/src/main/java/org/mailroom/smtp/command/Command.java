package org.mailroom.smtp.command;

import org.mailroom.messaging.delivery.Recipient.Notify;
import org.mailroom.messaging.people.AddrSpec;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A command, valid in itself; whether it may come now is for the session to say. */
public sealed interface Command {
    /** What the session is, by its greeting. */
    enum Greeting {
        /** RFC 5321 §4.1.1.1. */
        HELO,
        /** RFC 5321 §4.1.1.1. */
        EHLO,
        /** RFC 2033 §4.1. */
        LHLO
    }

    /** Encoding of the content to come. RFC 6152, RFC 3030 §3. */
    enum Body {
        SEVEN_BIT,
        EIGHT_BIT_MIME,
        BINARY_MIME
    }

    /** HELO, EHLO, LHLO. */
    record Hello(Greeting greeting, String clientName) implements Command {}

    /** STARTTLS. RFC 3207. */
    record StartTls() implements Command {}

    /** AUTH. RFC 4954. */
    record Auth(String mechanism, Optional<String> initialResponse) implements Command {}

    /**
     * MAIL. RFC 5321 §4.1.1.2.
     *
     * @param reversePath empty for the null reverse-path
     * @param size SIZE, RFC 1870
     * @param utf8 SMTPUTF8, RFC 6531 §3.4
     * @param envelopeId ENVID decoded, RFC 3461 §4.4
     * @param wholeInReports RET=FULL, RFC 3461 §4.3
     */
    record Mail(
            Optional<AddrSpec> reversePath,
            OptionalLong size,
            Body body,
            boolean utf8,
            Optional<String> envelopeId,
            boolean wholeInReports)
            implements Command {}

    /**
     * RCPT. RFC 5321 §4.1.1.3.
     *
     * @param notices NOTIFY, RFC 3461 §4.1; empty set: NEVER; FAILURE alone when it was not given
     * @param original ORCPT decoded, RFC 3461 §4.2
     */
    record Rcpt(AddrSpec forwardPath, Set<Notify> notices, Optional<String> original)
            implements Command {
        public Rcpt {
            notices = Set.copyOf(notices);
        }
    }

    /** DATA. RFC 5321 §4.1.1.4. */
    record Data() implements Command {}

    /** BDAT. RFC 3030 §2. */
    record Bdat(long size, boolean last) implements Command {}

    /** RSET. RFC 5321 §4.1.1.5. */
    record Rset() implements Command {}

    /** NOOP. RFC 5321 §4.1.1.9. */
    record Noop() implements Command {}

    /** VRFY. RFC 5321 §4.1.1.6. */
    record Vrfy() implements Command {}

    /** EXPN. RFC 5321 §4.1.1.7. */
    record Expn() implements Command {}

    /** HELP. RFC 5321 §4.1.1.8. */
    record Help() implements Command {}

    /** QUIT. RFC 5321 §4.1.1.10. */
    record Quit() implements Command {}
}
