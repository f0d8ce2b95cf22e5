package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.policy.Why;

/** A reason as it is shown: the text for people, and behind it the word for programs. */
public final class Reasons {
    private Reasons() {}

    /** {@code You cannot write to this address [not-permitted]}. */
    public static String text(Why why) {
        return why.text() + " [" + why.code().word() + "]";
    }

    /** As SMTP would answer. */
    static String reply(Why why) {
        return (why.retryAfter().isPresent() ? "450 4.7.1 " : "550 5.7.1 ") + text(why);
    }

    /** As protocols that know only refusals are told. */
    public static Refused refused(Why why) {
        return new Refused(why.code().reason(), text(why));
    }
}
