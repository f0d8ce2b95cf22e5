package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.messaging.people.AddrSpec;

import java.util.List;
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
     * May this address be written to? RCPT TO, one recipient of a message over HTTP, and the
     * composer's "may I?". Costs a token of the sender's lane.
     *
     * @param declaredSize octets the client announced; 0 if it did not
     */
    record To(
            Sender sender,
            Optional<AddrSpec> reversePath,
            AddrSpec recipient,
            long declaredSize,
            Circumstances circumstances)
            implements Question {
        /** Before the message is known: RCPT TO. */
        public To(
                Sender sender,
                Optional<AddrSpec> reversePath,
                AddrSpec recipient,
                long declaredSize) {
            this(sender, reversePath, recipient, declaredSize, Circumstances.UNKNOWN);
        }
    }

    /**
     * May this message go out, to all of these? After its last octet, before it is filed; when a
     * scheduled one is released; when it is put into the mailbox of scheduled ones. The yes brings
     * the {@link Clearance}. Where each recipient gets an answer of its own (LMTP), asked for each.
     *
     * @param header its own header fields, as far as they are kept
     * @param circumstances with an unknown conversation the policy looks for it by the header
     */
    record Message(
            Sender sender,
            Optional<AddrSpec> reversePath,
            HeaderBlock header,
            long size,
            List<AddrSpec> recipients,
            Circumstances circumstances)
            implements Question {
        public Message {
            recipients = List.copyOf(recipients);
        }

        public Message(
                Sender sender,
                Optional<AddrSpec> reversePath,
                HeaderBlock header,
                long size,
                List<AddrSpec> recipients) {
            this(sender, reversePath, header, size, recipients, Circumstances.UNKNOWN);
        }
    }

    /**
     * May a member of a group have a copy of what was accepted for the group? A no concerns this
     * member alone, and nobody is told.
     *
     * @param cleared the yes for the group
     */
    record Member(Sender sender, Clearance cleared, AccountId group, AccountId member, long size)
            implements Question {}
}
