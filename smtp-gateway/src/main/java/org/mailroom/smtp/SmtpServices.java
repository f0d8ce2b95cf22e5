package org.mailroom.smtp;

import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.transport.net.UserLimits;
import org.mailroom.transport.sasl.Sasl;

import java.time.InstantSource;

/**
 * What the gateway works with; one set for all its ports.
 *
 * @param users counts connections of an account together with the other protocols
 */
public record SmtpServices(
        MailStore store,
        Directory directory,
        Policy policy,
        Delivery delivery,
        Sasl sasl,
        UserLimits users,
        InstantSource clock) {}
