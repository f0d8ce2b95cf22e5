package org.mailroom.messaging.people;

import java.time.Instant;

/**
 * A generated password for one mail client, which can be taken back without touching the others.
 *
 * @param name what its owner calls it: "Thunderbird at home"
 */
public record AppPassword(String name, Instant created) {}
