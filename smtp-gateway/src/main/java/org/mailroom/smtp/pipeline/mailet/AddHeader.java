package org.mailroom.smtp.pipeline.mailet;

import jakarta.mail.MessagingException;

import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.mailroom.mailstore.mime.HeaderLine;
import org.mailroom.smtp.pipeline.Instructions;

import java.nio.charset.StandardCharsets;

/**
 * Puts a field in front of the message, which stays as it is otherwise. Parameters: {@code name},
 * {@code value}.
 */
public final class AddHeader extends GenericMailet {
    private String line = "";

    @Override
    public void init() throws MessagingException {
        try {
            byte[] bytes =
                    HeaderLine.of(
                            Parameters.needed(this, "name"), Parameters.needed(this, "value"));
            line = new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MessagingException("this cannot stand in a header: " + e.getMessage(), e);
        }
    }

    @Override
    public void service(Mail mail) {
        Instructions.header(mail, line);
    }
}
