package org.mailroom.messaging.policy;

import java.util.Locale;

/** What sort of message it is, as the rules tell them apart. */
public enum Kind {
    /** From one person to another, out of the blue. */
    DIRECT,
    /** An answer, in a conversation the recipient takes part in. */
    REPLY,
    /** To a group: a class, a team, a support group. */
    GROUP,
    /** To those who help: {@code support@}, {@code developer@}. */
    SUPPORT,
    /** From a system of the platform in its own name. */
    SYSTEM,
    /** To everybody, or to everybody of a sort. */
    BROADCAST,
    /** The same message to several people one by one, who do not learn of each other. */
    BULK;

    /** {@code direct}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
