package org.mailroom.smtp.pipeline.mailet;

import jakarta.mail.MessagingException;

import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line in the log: id, number of recipients, size. Parameter: {@code text}, put in front. */
public final class Log extends GenericMailet {
    private static final Logger log = LoggerFactory.getLogger(Log.class);

    private String text = "";

    @Override
    public void init() {
        text = getInitParameter("text", "pipeline");
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        log.info(
                "{}: {}, {} recipients, {} octets",
                mail.getName(),
                text,
                mail.getRecipients().size(),
                mail.getMessageSize());
    }
}
