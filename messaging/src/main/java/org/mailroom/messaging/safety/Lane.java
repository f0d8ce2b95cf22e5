package org.mailroom.messaging.safety;

/**
 * A rate: so many a minute in the long run, so many at once after a pause.
 *
 * @param name which of a person's buckets; the same name is the same bucket on every surface
 * @param perMinute 0: no limit
 * @param burst at least 1
 */
public record Lane(String name, int perMinute, int burst) {
    /** Names of the lanes there always are. */
    public static final String INTERACTIVE = "interactive";

    public static final String BULK = "bulk";
    public static final String SYSTEM = "system";

    public Lane {
        if (name.isBlank() || perMinute < 0 || burst < 1) {
            throw new IllegalArgumentException("lane " + name + ' ' + perMinute + ' ' + burst);
        }
    }

    public boolean unlimited() {
        return perMinute == 0;
    }
}
