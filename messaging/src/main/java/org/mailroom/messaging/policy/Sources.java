package org.mailroom.messaging.policy;

import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.safety.Blocks;
import org.mailroom.messaging.safety.Lanes;
import org.mailroom.messaging.safety.Restrictions;

import java.time.InstantSource;

/** Where the decision point gets its facts, and where it records what it decided. */
public record Sources(
        MailStore store,
        Directory directory,
        Organisation organisation,
        Blocks blocks,
        Restrictions restrictions,
        Lanes lanes,
        AuditLog audit)
        implements AutoCloseable {

    /** Opens what is not open yet: blocks, restrictions and lanes of this store. */
    public static Sources open(
            MailStore store,
            MasterKeys masters,
            Directory directory,
            Organisation organisation,
            AuditLog audit,
            InstantSource clock) {
        return new Sources(
                store,
                directory,
                organisation,
                new Blocks(store, audit, clock),
                new Restrictions(store, audit, clock),
                Lanes.open(store.database(), masters, audit, clock),
                audit);
    }

    /** Closes what {@link #open} opened; the rest is its owner's to close. */
    @Override
    public void close() {
        lanes.close();
    }

    People people() {
        return organisation.people();
    }

    Relations relations() {
        return organisation.relations();
    }

    Groups groups() {
        return organisation.groups();
    }
}
