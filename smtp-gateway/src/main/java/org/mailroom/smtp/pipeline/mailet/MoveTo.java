package org.mailroom.smtp.pipeline.mailet;

import jakarta.mail.MessagingException;

import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.smtp.pipeline.Instructions;

/**
 * Files it in another mailbox than INBOX, made if missing. Parameter: {@code mailbox}, as {@code
 * Junk} or {@code Lists/Staff}.
 */
public final class MoveTo extends GenericMailet {
    private String mailbox = "";

    @Override
    public void init() throws MessagingException {
        try {
            mailbox = new MailboxName(Parameters.needed(this, "mailbox")).value();
        } catch (Refused e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    @Override
    public void service(Mail mail) {
        Instructions.mailbox(mail, mailbox);
    }
}
