package org.mailroom.messaging.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * What people can do with a message between them, beside sending it.
 *
 * @param edit how long a sender may send a corrected version; zero: never; none: without end
 * @param retraction how long a sender may take a message back from everybody; as {@code edit}
 * @param retention after how long messages are removed; none: never by themselves
 * @param journal whether a copy goes to the compliance archive
 */
public record Features(
        Receipts receipts,
        Optional<Duration> edit,
        Optional<Duration> retraction,
        Deletion deletion,
        Optional<Duration> retention,
        HistoryFrom history,
        NotificationContent notificationContent,
        boolean journal) {

    /** Whether a sender learns that a message was read. */
    public enum Receipts {
        MANDATORY,
        /** Shown, unless the reader hides it. */
        USER_MAY_HIDE,
        OFF
    }

    /** What a person may delete. */
    public enum Deletion {
        /** The own copy; others keep theirs. */
        OWN_COPY,
        /** Nothing: copies can be archived, not removed. */
        NONE
    }

    /** What somebody who joins a group finds there. */
    public enum HistoryFrom {
        JOIN,
        FULL
    }

    /** How much of a message a notification outside the mailbox shows. */
    public enum NotificationContent {
        NONE,
        SUBJECT,
        FULL
    }

    /** What holds where a policy says nothing: nothing vanishes, nothing is told. */
    public static final Features DEFAULT =
            new Features(
                    Receipts.USER_MAY_HIDE,
                    Optional.of(Duration.ZERO),
                    Optional.of(Duration.ZERO),
                    Deletion.OWN_COPY,
                    Optional.empty(),
                    HistoryFrom.JOIN,
                    NotificationContent.NONE,
                    false);
}
