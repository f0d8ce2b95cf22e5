package org.mailroom.messaging.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.messaging.rows.RequestKeyRow;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Requests that a client may repeat, because it does not know whether the first one arrived, and
 * that are done once. The key is taken, on disk, before anything is sent, and gets its answer
 * afterwards: a crash in between leaves a key without an answer, and nothing is sent under it
 * again. Thread-safe.
 */
public final class RequestKeys {
    /** How long a key is remembered. */
    public static final Duration REMEMBERED = Duration.ofDays(1);

    /** What is known of a key. */
    public sealed interface Claim {
        /** It is new, and taken now: go ahead, then say {@link #done} or {@link #free}. */
        record Taken(AccountId account, long id) implements Claim {}

        /** The same was requested and done; this was the answer. */
        record Answered(String answer) implements Claim {}

        /** The same was requested, and no answer is known: it is under way, or was cut off. */
        record UnderWay() implements Claim {}

        /** The key was used for something else. */
        record Misused() implements Claim {}
    }

    private final Database database;
    private final Accounts accounts;
    private final MasterKeys masters;
    private final InstantSource clock;

    public RequestKeys(MailStore store, MasterKeys masters, InstantSource clock) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.masters = masters;
        this.clock = clock;
    }

    /**
     * Takes a key.
     *
     * @param account who requests; keys of others are not in the way
     * @param request the whole of what is requested
     * @throws Refused NONEXISTENT if the account is gone
     */
    public Claim claim(AccountId account, String key, byte[] request) {
        String hash = hash((account + "\n" + key).getBytes(UTF_8));
        String what = hash(request);
        var claim =
                database.write(
                        session -> {
                            // One at a time: of two that come together one finds the other's row.
                            if (!accounts.lock(session, List.of(account))) {
                                throw new Refused(
                                        Refused.Reason.NONEXISTENT, "The account is gone");
                            }
                            forgetOld(session);
                            Optional<RequestKeyRow> row = find(session, hash);
                            return row.isPresent()
                                    ? known(session, account, row.get(), what)
                                    : insert(session, account, hash, what);
                        });
        database.awaitDurable(claim.ticket());
        return claim.value();
    }

    private void forgetOld(StatelessSession session) {
        session.createMutationQuery("delete from RequestKeyRow where created < :before")
                .setParameter("before", clock.millis() - REMEMBERED.toMillis())
                .executeUpdate();
    }

    private static Optional<RequestKeyRow> find(StatelessSession session, String hash) {
        return session
                .createSelectionQuery("from RequestKeyRow where hash = :hash", RequestKeyRow.class)
                .setParameter("hash", hash)
                .getResultList()
                .stream()
                .findFirst();
    }

    private Claim known(
            StatelessSession session, AccountId account, RequestKeyRow row, String request) {
        if (!row.request.equals(request)) {
            return new Claim.Misused();
        }
        byte[] sealed = row.sealed;
        if (sealed == null) {
            return new Claim.UnderWay();
        }
        try (AccountKey key = accounts.key(session, account)) {
            return new Claim.Answered(
                    new String(key.openRecord(RecordKind.OTHER, row.id, sealed), UTF_8));
        }
    }

    private Claim insert(StatelessSession session, AccountId account, String hash, String request) {
        var row = new RequestKeyRow();
        row.id = database.ids().next(session, Ids.Of.OBJECT);
        row.accountId = account.value();
        row.hash = hash;
        row.request = request;
        row.created = clock.millis();
        session.insert(row);
        return new Claim.Taken(account, row.id);
    }

    /** Keeps the answer to what was requested under a key. */
    public void done(Claim.Taken taken, String answer) {
        var written =
                database.write(
                        session -> {
                            RequestKeyRow row = session.get(RequestKeyRow.class, taken.id());
                            if (row == null) {
                                return false;
                            }
                            try (AccountKey key = accounts.key(session, taken.account())) {
                                row.sealed =
                                        key.sealRecord(
                                                RecordKind.OTHER, row.id, answer.getBytes(UTF_8));
                            }
                            session.update(row);
                            return true;
                        });
        database.awaitDurable(written.ticket());
    }

    /** Nothing was done: the key may be used again. */
    public void free(Claim.Taken taken) {
        database.write(
                session ->
                        session.createMutationQuery("delete from RequestKeyRow where id = :id")
                                .setParameter("id", taken.id())
                                .executeUpdate());
    }

    private String hash(byte[] text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(masters.hash(HashKind.DELIVERY, text));
    }
}
