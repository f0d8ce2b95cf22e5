package org.mailroom.messaging.policy;

/**
 * What anybody may send.
 *
 * @param maxMessageBytes the largest message taken, in octets. Default 52428800 (50 MiB).
 * @param maxRecipients recipients of one message. Default 1000.
 * @param maxHops Received fields a message may carry before it is taken for one that runs in
 *     circles. Default 100.
 * @param personRecipientsPerMinute recipients a logged-in sender may write to a minute in the long
 *     run; 0: any number. Default 120.
 * @param personBurst recipients a logged-in sender may write to at once after a pause. Default
 *     1000.
 * @param systemRecipientsPerMinute the same for each trusted system; 0: any number. Default 0.
 * @param systemBurst the same for each trusted system. Default 10000.
 */
public record PolicySettings(
        long maxMessageBytes,
        int maxRecipients,
        int maxHops,
        int personRecipientsPerMinute,
        int personBurst,
        int systemRecipientsPerMinute,
        int systemBurst) {

    public PolicySettings {
        if (maxMessageBytes < 1 || maxRecipients < 1 || maxHops < 1) {
            throw new IllegalArgumentException("a limit on messages is below 1");
        }
        if (personRecipientsPerMinute < 0 || systemRecipientsPerMinute < 0) {
            throw new IllegalArgumentException("a rate is below 0");
        }
        if (personBurst < 1 || systemBurst < 1) {
            throw new IllegalArgumentException("a burst is below 1");
        }
    }

    public static PolicySettings defaults() {
        return new PolicySettings(50L << 20, 1000, 100, 120, 1000, 0, 10_000);
    }

    public PolicySettings withMaxMessageBytes(long bytes) {
        return new PolicySettings(
                bytes,
                maxRecipients,
                maxHops,
                personRecipientsPerMinute,
                personBurst,
                systemRecipientsPerMinute,
                systemBurst);
    }

    public PolicySettings withPersonRate(int recipientsPerMinute, int burst) {
        return new PolicySettings(
                maxMessageBytes,
                maxRecipients,
                maxHops,
                recipientsPerMinute,
                burst,
                systemRecipientsPerMinute,
                systemBurst);
    }
}
