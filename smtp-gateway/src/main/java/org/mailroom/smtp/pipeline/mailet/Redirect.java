package org.mailroom.smtp.pipeline.mailet;

import jakarta.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

import java.util.Set;

/** Somebody else instead of these recipients. Parameter: {@code address}. */
public final class Redirect extends GenericMailet {
    private Set<MailAddress> addresses = Set.of();

    @Override
    public void init() throws MessagingException {
        addresses = Set.of(new MailAddress(Parameters.needed(this, "address")));
    }

    @Override
    public void service(Mail mail) {
        mail.setRecipients(addresses);
    }
}
