package org.mailroom.smtp.pipeline;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

import java.util.Optional;

/** What a mailet asks the pipeline to do at delivery, kept as attributes of the mail. */
public final class Instructions {
    private static final AttributeName MAILBOX = AttributeName.of("org.mailroom.mailbox");
    private static final AttributeName HEADERS = AttributeName.of("org.mailroom.headers");

    private Instructions() {}

    /** File it there instead of INBOX. */
    public static void mailbox(Mail mail, String name) {
        mail.setAttribute(new Attribute(MAILBOX, AttributeValue.ofAny(name)));
    }

    static Optional<String> mailbox(Mail mail) {
        return text(mail, MAILBOX);
    }

    /** Put these finished header lines in front, before those asked for earlier. */
    public static void header(Mail mail, String lines) {
        mail.setAttribute(new Attribute(HEADERS, AttributeValue.ofAny(lines + headers(mail))));
    }

    static String headers(Mail mail) {
        return text(mail, HEADERS).orElse("");
    }

    private static Optional<String> text(Mail mail, AttributeName name) {
        return mail.getAttribute(name)
                .map(attribute -> attribute.getValue().value())
                .map(String::valueOf);
    }
}
