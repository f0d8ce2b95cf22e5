package org.mailroom.smtp;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.delivery.Envelope;
import org.mailroom.messaging.delivery.Recipient;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.smtp.command.Command;
import org.mailroom.smtp.content.Intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One message being sent, from MAIL to the answer to its last octet. RFC 5321 §3.3. */
final class Transaction implements AutoCloseable {
    private final Command.Mail mail;
    private final Sender sender;
    private final Set<Obligation> obligations;
    private final String id;
    private final List<Recipient> recipients = new ArrayList<>();
    private boolean recipientsRefused;

    /** Once BDAT has begun. */
    private @Nullable Intake chunks;

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

    List<Recipient> recipients() {
        return recipients;
    }

    void add(Recipient recipient) {
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

    Envelope envelope() {
        return new Envelope(
                mail.reversePath(), recipients, mail.envelopeId(), mail.wholeInReports());
    }

    /** Lets go of what BDAT has staged. */
    @Override
    public void close() {
        if (chunks != null) {
            chunks.close();
        }
    }
}
