package org.mailroom.messaging.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;

import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Where all that this package keeps is kept, and how it is sealed and hashed there. */
public record Kept(MailStore store, MasterKeys masters, AuditLog log, InstantSource clock) {
    Database database() {
        return store.database();
    }

    Accounts accounts() {
        return store.accounts();
    }

    long now() {
        return clock.millis();
    }

    byte[] seal(StatelessSession session, AccountId account, long id, byte[] plain) {
        try (AccountKey key = accounts().key(session, account)) {
            return key.sealRecord(RecordKind.LOGIN, id, plain);
        }
    }

    /** Opens what {@link #seal} sealed; empty if the account is gone. */
    Optional<byte[]> open(StatelessSession session, AccountId account, long id, byte[] sealed) {
        return accounts()
                .read(
                        session,
                        account,
                        (Account whose, AccountKey key) ->
                                key.openRecord(RecordKind.LOGIN, id, sealed));
    }

    /** Equal for equal values of one kind; tells nothing to whoever has only the disk. */
    String hash(String kind, byte[] value) {
        byte[] name = (kind + "\0").getBytes(UTF_8);
        byte[] both = new byte[name.length + value.length];
        System.arraycopy(name, 0, both, 0, name.length);
        System.arraycopy(value, 0, both, name.length, value.length);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(masters.hash(HashKind.LOGIN, both));
    }

    String hash(String kind, String value) {
        return hash(kind, value.getBytes(UTF_8));
    }

    /** Within the transaction that changes how somebody can log in. */
    void changed(StatelessSession session, AccountId whose, Actor actor, String what) {
        log.record(
                session,
                List.of(AuditEvent.of(actor, Action.CREDENTIAL_CHANGED).about(whose).object(what)));
    }
}
