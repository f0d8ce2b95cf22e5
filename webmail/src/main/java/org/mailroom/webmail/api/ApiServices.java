package org.mailroom.webmail.api;

import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.safety.Blocks;
import org.mailroom.messaging.safety.Restrictions;

import java.time.InstantSource;

/** What the API stands on. */
public record ApiServices(
        Directory directory,
        Organisation organisation,
        Policy policy,
        Blocks blocks,
        Restrictions restrictions,
        AuditLog audit,
        Delivery delivery,
        InstantSource clock) {}
