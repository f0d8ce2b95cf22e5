package org.mailroom.smtp.pipeline.mailet;

import jakarta.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;

import java.util.LinkedHashSet;
import java.util.Set;

/** One recipient more: a journal, say. Parameter: {@code address}. */
public final class CopyTo extends GenericMailet {
    private Set<MailAddress> addresses = Set.of();

    @Override
    public void init() throws MessagingException {
        addresses = Set.of(new MailAddress(Parameters.needed(this, "address")));
    }

    @Override
    public void service(Mail mail) {
        Set<MailAddress> all = new LinkedHashSet<>(mail.getRecipients());
        all.addAll(addresses);
        mail.setRecipients(all);
    }
}
