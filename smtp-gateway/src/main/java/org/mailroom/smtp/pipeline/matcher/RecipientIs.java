package org.mailroom.smtp.pipeline.matcher;

import jakarta.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.base.GenericRecipientMatcher;

import java.util.List;

/**
 * The recipients that are among the condition's addresses: {@code
 * RecipientIs=staff@example.org,@lists.example.org}.
 */
public final class RecipientIs extends GenericRecipientMatcher {
    private List<String> addresses = List.of();

    @Override
    public void init() throws MessagingException {
        addresses = Conditions.addresses(getCondition());
    }

    @Override
    public boolean matchRecipient(MailAddress recipient) {
        return Conditions.contain(addresses, recipient);
    }
}
