package org.mailroom.smtp;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.messaging.delivery.Envelope;
import org.mailroom.messaging.delivery.Recipient;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.smtp.command.Command;
import org.mailroom.smtp.content.Intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One message being sent, from MAIL to the answer to its last octet. RFC 5321 §3.3. */
final class Transaction implements AutoCloseable {
    private final Command.Mail mail;
    private final Sender sender;
    private final Set<Obligation> obligations;
    private final String id;
    private final List<Asked> recipients = new ArrayList<>();
    private boolean recipientsRefused;

    /** Once BDAT has begun. */
    private @Nullable Intake chunks;

    /**
     * A recipient that RCPT named and that would be taken, as far as was known then.
     *
     * @param notices of what the sender wants to be told. RFC 3461 §4.1.
     * @param original ORCPT as {@code type;address}. RFC 3461 §4.2.
     */
    record Asked(AddrSpec address, Set<Recipient.Notify> notices, Optional<String> original) {
        /** With the leave that the whole message got. */
        Recipient cleared(Clearance clearance) {
            return new Recipient(clearance, address, notices, original, MailboxName.INBOX);
        }
    }

    Transaction(Command.Mail mail, Sender sender, Set<Obligation> obligations, String id) {
        this.mail = mail;
        this.sender = sender;
        this.obligations = obligations;
        this.id = id;
    }

    Command.Mail mail() {
        return mail;
    }

    Sender sender() {
        return sender;
    }

    Set<Obligation> obligations() {
        return obligations;
    }

    /** By which logs, trace fields and the answer know the message. */
    String id() {
        return id;
    }

    long declaredSize() {
        return mail.size().orElse(0);
    }

    List<Asked> recipients() {
        return recipients;
    }

    List<AddrSpec> addresses() {
        return recipients.stream().map(Asked::address).toList();
    }

    void add(Asked recipient) {
        recipients.add(recipient);
    }

    void recipientRefused() {
        recipientsRefused = true;
    }

    /** Whether there were recipients, though none was taken. */
    boolean onlyRefusedRecipients() {
        return recipients.isEmpty() && recipientsRefused;
    }

    @Nullable Intake chunks() {
        return chunks;
    }

    void chunks(Intake intake) {
        chunks = intake;
    }

    Envelope envelope(List<Recipient> cleared) {
        return new Envelope(
                sender, mail.reversePath(), cleared, mail.envelopeId(), mail.wholeInReports());
    }

    /** Lets go of what BDAT has staged. */
    @Override
    public void close() {
        if (chunks != null) {
            chunks.close();
        }
    }
}
