package org.mailroom.smtp.pipeline.mailet;

import jakarta.mail.MessagingException;

import org.apache.mailet.MailetConfig;

/** Parameters of mailets. */
final class Parameters {
    private Parameters() {}

    static String needed(MailetConfig config, String name) throws MessagingException {
        String value = config.getInitParameter(name);
        if (value == null || value.isBlank()) {
            throw new MessagingException("parameter is missing: " + name);
        }
        return value.strip();
    }
}
