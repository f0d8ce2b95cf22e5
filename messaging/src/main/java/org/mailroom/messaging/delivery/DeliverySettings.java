package org.mailroom.messaging.delivery;

/**
 * How messages are delivered.
 *
 * @param hostName the name of this server, as it greets and stands in trace fields and reports.
 *     Default {@code localhost}.
 * @param together most accounts that get a message in one transaction; others get it from the
 *     fan-out, page by page. Default 500.
 */
public record DeliverySettings(String hostName, int together) {
    /** As many as a transaction takes easily. */
    private static final int TOGETHER = 500;

    public DeliverySettings {
        if (together < 1 || together > TOGETHER) {
            throw new IllegalArgumentException("together is to be 1 to " + TOGETHER);
        }
    }

    public DeliverySettings(String hostName) {
        this(hostName, TOGETHER);
    }

    public static DeliverySettings defaults() {
        return new DeliverySettings("localhost");
    }
}
