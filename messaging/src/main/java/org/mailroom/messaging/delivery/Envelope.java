package org.mailroom.messaging.delivery;

import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Sender;

import java.util.List;
import java.util.Optional;

/**
 * What is written on the outside of an accepted message. RFC 5321 §2.3.1, RFC 3461 §4.
 *
 * @param sender who handed it in
 * @param reversePath where reports go; empty: nowhere
 * @param envelopeId ENVID, decoded; reports repeat it
 * @param wholeInReports RET=FULL: reports of failure carry the whole message, else its header
 */
public record Envelope(
        Sender sender,
        Optional<AddrSpec> reversePath,
        List<Recipient> recipients,
        Optional<String> envelopeId,
        boolean wholeInReports) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    public Envelope(Sender sender, Optional<AddrSpec> reversePath, List<Recipient> recipients) {
        this(sender, reversePath, recipients, Optional.empty(), false);
    }

    public Envelope withRecipients(List<Recipient> others) {
        return new Envelope(sender, reversePath, others, envelopeId, wholeInReports);
    }
}
