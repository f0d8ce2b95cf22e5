package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells the audit log who logs in with a browser, and who fails to. Nobody waits for it: a known
 * name must not take longer than an unknown one.
 */
record LoginEvents(Kept kept) {
    void in(AccountId account, Set<Proof> proofs) {
        String how =
                new TreeSet<>(proofs).stream().map(Proof::word).collect(Collectors.joining(" "));
        kept.log()
                .later(
                        AuditEvent.of(Actor.of(account), Action.LOGGED_IN)
                                .about(account)
                                .object("web " + how));
    }

    void failed(AccountId account, Proof proof) {
        kept.log()
                .later(
                        AuditEvent.of(Actor.named("web"), Action.LOGIN_FAILED)
                                .about(account)
                                .object("web " + proof.word()));
    }
}
