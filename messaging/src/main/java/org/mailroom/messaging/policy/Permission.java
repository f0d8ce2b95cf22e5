package org.mailroom.messaging.policy;

import java.util.Locale;

/** What a role may do beside writing to people. */
public enum Permission {
    /** Write to everybody at once. */
    BROADCAST,
    /** Send one message to many, one by one. */
    BULK,
    /** Keep and use templates. */
    TEMPLATES,
    /** Send later. */
    SCHEDULE,
    /** Restrict people, look at reports and at what is held. */
    MODERATE;

    /** {@code broadcast}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
