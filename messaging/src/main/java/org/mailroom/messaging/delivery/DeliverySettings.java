package org.mailroom.messaging.delivery;

/**
 * How this server signs its reports.
 *
 * @param hostName the name of this server, as it greets and stands in trace fields and reports.
 *     Default {@code localhost}.
 */
public record DeliverySettings(String hostName) {
    public static DeliverySettings defaults() {
        return new DeliverySettings("localhost");
    }
}
