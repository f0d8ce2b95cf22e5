package org.mailroom.messaging.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.TamperedException;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The log's own keys, and sealing with them and with the keys of those whom records concern.
 *
 * <p>A reason is sealed under the key of the account it speaks of: erasing the person destroys that
 * key, and the reason with it, while the chain, which is over sealed octets, stays whole. Names and
 * objects are fixed words and numbers; they, and reasons that concern nobody, are sealed under the
 * log's key.
 */
final class LogKeys implements AutoCloseable {
    /** Records sealed under one key, far below the 2³² that its random nonces allow. */
    private static final long RECORDS = 1L << 30;

    private final Accounts accounts;
    private final Map<Integer, AccountKey> keys = new TreeMap<>();
    private final int active;
    private final Signer signer;

    private LogKeys(Accounts accounts, TreeMap<Integer, AccountKey> keys, Signer signer) {
        this.accounts = accounts;
        this.keys.putAll(keys);
        this.active = keys.lastKey();
        this.signer = signer;
    }

    /** Loads the keys, making those that are missing. */
    static LogKeys open(Database database, MasterKeys masters, Accounts accounts) {
        var committed =
                database.write(
                        session ->
                                session.doReturningWork(
                                        connection -> open(connection, masters, accounts)));
        database.awaitDurable(committed.ticket());
        return committed.value();
    }

    private static LogKeys open(Connection connection, MasterKeys masters, Accounts accounts)
            throws SQLException {
        // holding the head's lock: two processes do not both make one
        long size = LogRows.lockHead(connection).size();
        TreeMap<Integer, byte[]> sealed = LogRows.keys(connection);
        var keys = new TreeMap<Integer, AccountKey>();
        for (var entry : sealed.tailMap(1).entrySet()) {
            keys.put(entry.getKey(), masters.unwrap(-entry.getKey(), entry.getValue()));
        }
        int needed = (int) (size / RECORDS) + 1;
        if (keys.isEmpty() || keys.lastKey() < needed) {
            AccountKey made = masters.newAccountKey(-needed);
            LogRows.insertKey(connection, needed, masters.wrap(made));
            keys.put(needed, made);
        }
        AccountKey first = Objects.requireNonNull(keys.get(1));
        byte[] signing = sealed.get(0);
        byte[] both;
        if (signing == null) {
            both = Signer.generate();
            LogRows.insertKey(connection, 0, first.sealRecord(RecordKind.CREDENTIAL, 0, both));
        } else {
            both = first.openRecord(RecordKind.CREDENTIAL, 0, signing);
        }
        return new LogKeys(accounts, keys, Signer.of(both));
    }

    /** Wraps the keys under the active master key. */
    static void rewrap(Database database, MasterKeys masters) {
        database.writeDurably(
                session ->
                        session.doWork(
                                connection -> {
                                    LogRows.lockHead(connection);
                                    var keys = LogRows.keys(connection).tailMap(1);
                                    for (var entry : keys.entrySet()) {
                                        LogRows.updateKey(
                                                connection,
                                                entry.getKey(),
                                                masters.rewrap(-entry.getKey(), entry.getValue()));
                                    }
                                }));
    }

    Signer signer() {
        return signer;
    }

    /** A keyed hash by which the log knows its own marks again. */
    byte[] mac(byte[] of) {
        return key(1).hash(HashKind.AUDIT, of);
    }

    private AccountKey key(int number) {
        return Objects.requireNonNull(keys.get(number));
    }

    /** The octets of an event. */
    byte[] seal(AuditEvent event, Instant at, Function<AccountId, Optional<AccountKey>> keyOf) {
        long time = at.toEpochMilli();
        String name = event.actor().account().isPresent() ? "" : event.actor().name();
        String words = name + "\n" + event.object().orElse("");
        byte[] text = words.length() == 1 ? new byte[0] : sealed(key(active), time, words);
        byte owner = Body.NOBODY;
        byte[] reason = {};
        if (event.reason().isPresent()) {
            Optional<AccountKey> subjects = event.subject().flatMap(keyOf);
            owner = subjects.isPresent() ? Body.SUBJECT : Body.LOG;
            try (@Nullable AccountKey theirs = subjects.orElse(null)) {
                reason = sealed(theirs == null ? key(active) : theirs, time, event.reason().get());
            }
        }
        return new Body(
                        time,
                        event.action().code(),
                        event.severity().code(),
                        event.actor().account().map(AccountId::value).orElse(0L),
                        event.subject().map(AccountId::value).orElse(0L),
                        active,
                        text,
                        owner,
                        reason)
                .encode();
    }

    /** The account's key as this session sees it; none if the account is gone. */
    Optional<AccountKey> keyOf(StatelessSession session, AccountId account) {
        try {
            return Optional.of(accounts.key(session, account));
        } catch (Refused e) {
            if (e.reason() == Refused.Reason.NONEXISTENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    // bound to its moment; its place is bound by the chain
    private static byte[] sealed(AccountKey key, long time, String text) {
        return key.sealRecord(RecordKind.AUDIT, time, text.getBytes(UTF_8));
    }

    /** What a record says, opened as far as the keys that are left open it. */
    AuditRecord open(long seq, Body body, Function<AccountId, Optional<AccountKey>> keyOf) {
        String words = body.text().length == 0 ? "\n" : opened(key(body.key()), body, body.text());
        int end = words.indexOf('\n');
        Actor actor =
                body.actor() > 0
                        ? Actor.of(new AccountId(body.actor()))
                        : Actor.named(end < 1 ? "?" : words.substring(0, end));
        Optional<AccountId> subject =
                body.subject() > 0 ? Optional.of(new AccountId(body.subject())) : Optional.empty();
        Optional<String> reason = Optional.empty();
        boolean erased = false;
        if (body.owner() == Body.LOG) {
            reason = Optional.of(opened(key(body.key()), body, body.reason()));
        } else if (body.owner() == Body.SUBJECT) {
            Optional<AccountKey> theirs = subject.flatMap(keyOf);
            try (@Nullable AccountKey key = theirs.orElse(null)) {
                erased = key == null;
                reason = theirs.map(k -> opened(k, body, body.reason()));
            }
        }
        return new AuditRecord(
                seq,
                Instant.ofEpochMilli(body.at()),
                Action.of(body.action()),
                Severity.of(body.severity()),
                actor,
                subject,
                Optional.of(words.substring(end + 1)).filter(o -> !o.isEmpty()),
                reason,
                erased);
    }

    private static String opened(AccountKey key, Body body, byte[] sealed) {
        try {
            return new String(key.openRecord(RecordKind.AUDIT, body.at(), sealed), UTF_8);
        } catch (TamperedException e) {
            return "(damaged: run audit verify)";
        }
    }

    @Override
    public void close() {
        keys.values().forEach(AccountKey::close);
    }
}
