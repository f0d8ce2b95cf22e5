package org.mailroom.smtp.pipeline.matcher;

import jakarta.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Everybody, if the message has this field: {@code HasHeader=List-Id}, or with this value, case and
 * surrounding space apart: {@code HasHeader=Precedence:bulk}. Reads the header alone.
 */
public final class HasHeader extends GenericMatcher {
    private String name = "";
    private String value = "";

    @Override
    public void init() throws MessagingException {
        String[] parts = Conditions.needed(getCondition()).split(":", 2);
        name = parts[0].strip();
        value = parts.length == 2 ? parts[1].strip() : "";
    }

    @Override
    public Collection<MailAddress> match(Mail mail) throws MessagingException {
        String[] found = mail.getMessage().getHeader(name);
        boolean has =
                found != null
                        && (value.isEmpty()
                                || Arrays.stream(found)
                                        .anyMatch(one -> one.strip().equalsIgnoreCase(value)));
        return has ? mail.getRecipients() : List.of();
    }
}
