package org.mailroom.messaging.group;

import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.people.ApiTokens;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.people.Terms;

import java.time.InstantSource;

/** Everybody and everything with an address, and what they are to each other: one to a store. */
public final class Organisation implements AutoCloseable {
    private final Terms terms;
    private final People people;
    private final Relations relations;
    private final ApiTokens tokens;
    private final Groups groups;
    private final Evaluation evaluation;

    public Organisation(
            MailStore store,
            MasterKeys masters,
            Directory directory,
            AuditLog log,
            InstantSource clock) {
        terms = new Terms(store.database(), masters);
        people = new People(store, directory, terms, log);
        relations = new Relations(store, people, terms, log, clock);
        tokens = new ApiTokens(store, masters, log, clock);
        var memberships = new Memberships(store, clock);
        var dynamic = new Dynamic(store, directory, people, relations, memberships, clock);
        people.followUp(dynamic);
        evaluation = new Evaluation(store, memberships, dynamic, clock);
        groups = new Groups(store, directory, terms, log, memberships, dynamic, evaluation);
        evaluation.start();
    }

    public People people() {
        return people;
    }

    public Relations relations() {
        return relations;
    }

    public ApiTokens tokens() {
        return tokens;
    }

    public Groups groups() {
        return groups;
    }

    /** Seals anew what lies under the master key itself; after a new one was made. */
    public void reseal() {
        terms.reseal();
    }

    @Override
    public void close() {
        evaluation.close();
    }
}
