package org.mailroom.smtp.pipeline.matcher;

import jakarta.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

import java.util.Collection;
import java.util.List;

/**
 * Everybody, if the envelope sender is one of the condition's addresses: {@code
 * SenderIs=robot@example.org,@lists.example.org}.
 */
public final class SenderIs extends GenericMatcher {
    private List<String> addresses = List.of();

    @Override
    public void init() throws MessagingException {
        addresses = Conditions.addresses(getCondition());
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return mail.getMaybeSender()
                .asOptional()
                .filter(sender -> Conditions.contain(addresses, sender))
                .map(sender -> mail.getRecipients())
                .orElse(List.of());
    }
}
