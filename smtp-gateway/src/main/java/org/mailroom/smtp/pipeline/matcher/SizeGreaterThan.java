package org.mailroom.smtp.pipeline.matcher;

import jakarta.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Everybody, if the message has more octets: {@code SizeGreaterThan=10m}; k and m are 1024s. */
public final class SizeGreaterThan extends GenericMatcher {
    private long most;

    @Override
    public void init() throws MessagingException {
        String text = Conditions.needed(getCondition()).toLowerCase(Locale.ROOT);
        int shift = text.endsWith("k") ? 10 : text.endsWith("m") ? 20 : 0;
        try {
            String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
            most = Math.multiplyExact(Long.parseLong(digits), 1L << shift);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new MessagingException("size is not a number of octets, k or m", e);
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) throws MessagingException {
        return mail.getMessageSize() > most ? mail.getRecipients() : List.of();
    }
}
