package org.mailroom.messaging.policy;

import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.messaging.people.AddrSpec;

import java.util.Optional;

/** What is to be decided, with everything known at that moment. */
public sealed interface Question {
    Sender sender();

    /**
     * May this be the envelope sender? MAIL FROM.
     *
     * @param reversePath empty: the null reverse-path of reports
     * @param declaredSize octets the client announced; 0 if it did not
     */
    record From(Sender sender, Optional<AddrSpec> reversePath, long declaredSize)
            implements Question {}

    /**
     * May this person be written to? RCPT TO, and the composer's "may I?".
     *
     * @param declaredSize octets the client announced; 0 if it did not
     */
    record To(Sender sender, Optional<AddrSpec> reversePath, AddrSpec recipient, long declaredSize)
            implements Question {}

    /**
     * May this message go out? After its last octet, before it is filed.
     *
     * @param header its own header fields, as far as they are kept
     * @param recipients how many
     */
    record Message(
            Sender sender,
            Optional<AddrSpec> reversePath,
            HeaderBlock header,
            long size,
            int recipients)
            implements Question {}
}
