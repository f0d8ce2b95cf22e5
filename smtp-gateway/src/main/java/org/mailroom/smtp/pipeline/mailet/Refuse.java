package org.mailroom.smtp.pipeline.mailet;

import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.mailroom.mailstore.refusal.Refused;

/**
 * 550 5.7.1 for these recipients; with SMTP, where there is one answer, for all. Parameter: {@code
 * text}, which the sender gets to see.
 */
public final class Refuse extends GenericMailet {
    private String text = "";

    @Override
    public void init() {
        text = getInitParameter("text", "This message is not taken here");
    }

    @Override
    public void service(Mail mail) {
        throw new Refused(Refused.Reason.POLICY, text);
    }
}
