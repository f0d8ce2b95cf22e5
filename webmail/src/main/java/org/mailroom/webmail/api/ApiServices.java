package org.mailroom.webmail.api;

import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.delivery.Delivery;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Policy;
import org.mailroom.messaging.policy.Sources;
import org.mailroom.messaging.safety.Blocks;
import org.mailroom.messaging.safety.Restrictions;
import org.mailroom.messaging.send.RequestKeys;
import org.mailroom.messaging.send.Submission;

import java.time.InstantSource;

/** What the API stands on. */
public record ApiServices(
        Sources sources,
        Policy policy,
        Delivery delivery,
        Submission submission,
        RequestKeys requests,
        InstantSource clock) {

    MailStore store() {
        return sources.store();
    }

    Directory directory() {
        return sources.directory();
    }

    Organisation organisation() {
        return sources.organisation();
    }

    Blocks blocks() {
        return sources.blocks();
    }

    Restrictions restrictions() {
        return sources.restrictions();
    }

    AuditLog audit() {
        return sources.audit();
    }
}
