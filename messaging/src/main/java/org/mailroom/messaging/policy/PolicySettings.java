package org.mailroom.messaging.policy;

/**
 * The rules in force, and what holds whatever they say.
 *
 * @param rules who may write to whom: the name of a file in {@code conf/policies} without {@code
 *     .yaml}, or a path. Default {@code open}: everybody may write to everybody.
 * @param maxMessageBytes the largest message taken, in octets. Default 52428800 (50 MiB).
 * @param maxRecipients recipients of one message. Default 1000.
 * @param maxHops Received fields a message may carry before it is taken for one that runs in
 *     circles. Default 100.
 */
public record PolicySettings(String rules, long maxMessageBytes, int maxRecipients, int maxHops) {

    public PolicySettings {
        if (rules.isBlank()) {
            throw new IllegalArgumentException("rules: a name or a path is needed");
        }
        if (maxMessageBytes < 1 || maxRecipients < 1 || maxHops < 1) {
            throw new IllegalArgumentException("a limit on messages is below 1");
        }
    }

    public static PolicySettings defaults() {
        return new PolicySettings("open", 50L << 20, 1000, 100);
    }

    public PolicySettings withMaxMessageBytes(long bytes) {
        return new PolicySettings(rules, bytes, maxRecipients, maxHops);
    }

    public PolicySettings withMaxRecipients(int most) {
        return new PolicySettings(rules, maxMessageBytes, most, maxHops);
    }

    public PolicySettings withRules(String name) {
        return new PolicySettings(name, maxMessageBytes, maxRecipients, maxHops);
    }
}
