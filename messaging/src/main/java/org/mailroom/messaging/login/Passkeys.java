package org.mailroom.messaging.login;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.passkey.PasskeyCeremony;
import org.mailroom.messaging.login.passkey.PasskeyCeremony.Known;
import org.mailroom.messaging.login.passkey.PasskeyCeremony.Made;
import org.mailroom.messaging.login.passkey.PasskeyCeremony.Used;
import org.mailroom.messaging.login.passkey.PasskeyCredential;
import org.mailroom.messaging.rows.PasskeyRow;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The passkeys of people: several each, with names, and how often each has signed. Thread-safe. */
public final class Passkeys {
    private static final int MOST = 20;
    private static final int MOST_NAME = 100;

    private final Kept kept;
    private final RecoveryCodes recovery;

    public Passkeys(Kept kept, RecoveryCodes recovery) {
        this.kept = kept;
        this.recovery = recovery;
    }

    /** A passkey, as its owner sees it. */
    public record Passkey(
            long id, PasskeyCredential credential, Instant created, Instant lastUsed) {}

    public List<Passkey> list(AccountId account) {
        return kept.database()
                .read(
                        session ->
                                rows(session, account).stream()
                                        .flatMap(row -> opened(session, row).stream())
                                        .toList());
    }

    private Optional<Passkey> opened(StatelessSession session, PasskeyRow row) {
        return credential(session, row)
                .map(
                        credential ->
                                new Passkey(
                                        row.id,
                                        credential,
                                        Instant.ofEpochMilli(row.created),
                                        Instant.ofEpochMilli(row.lastUsed)));
    }

    private Optional<PasskeyCredential> credential(StatelessSession session, PasskeyRow row) {
        return kept.open(session, new AccountId(row.accountId), row.id, row.sealed)
                .map(PasskeyCredential::of);
    }

    /** How authenticators know somebody. It never changes and tells nothing. */
    byte[] handle(AccountId account) {
        return Base64.getUrlDecoder()
                .decode(kept.hash("user handle", Long.toString(account.value())));
    }

    /**
     * Keeps a passkey that has been made.
     *
     * @throws Refused ALREADY_EXISTS; LIMIT; BAD_NAME
     */
    public void add(AccountId account, Made made, Actor actor) {
        checkName(made.credential().name());
        kept.database()
                .writeDurably(
                        session -> {
                            kept.accounts().lock(session, List.of(account));
                            if (byHash(session, hash(made.credential().id())) != null) {
                                throw new Refused(
                                        Reason.ALREADY_EXISTS, "This passkey is known already");
                            }
                            if (rows(session, account).size() >= MOST) {
                                throw new Refused(Reason.LIMIT, "At most " + MOST + " passkeys");
                            }
                            insert(session, account, made);
                            kept.changed(session, account, actor, "passkey added");
                        });
    }

    private void insert(StatelessSession session, AccountId account, Made made) {
        var row = new PasskeyRow();
        row.id = kept.database().ids().next(session, Ids.Of.OBJECT);
        row.hash = hash(made.credential().id());
        row.accountId = account.value();
        row.signatures = made.signatures();
        row.created = kept.now();
        row.lastUsed = row.created;
        row.sealed = kept.seal(session, account, row.id, made.credential().bytes());
        session.insert(row);
    }

    private static void checkName(String name) {
        if (name.isBlank()
                || name.length() > MOST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(
                    Reason.BAD_NAME, "A passkey's name has 1 to " + MOST_NAME + " characters");
        }
    }

    /**
     * Gives a passkey another name.
     *
     * @throws Refused NONEXISTENT; BAD_NAME
     */
    public void rename(AccountId account, long id, String name) {
        checkName(name);
        kept.database()
                .writeDurably(
                        session -> {
                            PasskeyRow row = owned(session, account, id);
                            PasskeyCredential credential =
                                    credential(session, row).orElseThrow(Passkeys::none);
                            byte[] bytes = credential.named(name).bytes();
                            row.sealed = kept.seal(session, account, row.id, bytes);
                            session.update(row);
                        });
    }

    /**
     * Takes a passkey away.
     *
     * @throws Refused NONEXISTENT
     */
    public void remove(AccountId account, long id, Actor actor) {
        kept.database()
                .writeDurably(
                        session -> {
                            session.delete(owned(session, account, id));
                            recovery.tidy(session, account);
                            kept.changed(session, account, actor, "passkey removed");
                        });
    }

    private static PasskeyRow owned(StatelessSession session, AccountId account, long id) {
        PasskeyRow row = session.get(PasskeyRow.class, id);
        if (row == null || row.accountId != account.value()) {
            throw none();
        }
        return row;
    }

    private static Refused none() {
        return new Refused(Reason.NONEXISTENT, "There is no such passkey");
    }

    /** For {@link PasskeyCeremony#used}. */
    Optional<Known> byId(byte[] id) {
        String hash = hash(id);
        return kept.database()
                .read(
                        session ->
                                Optional.ofNullable(byHash(session, hash))
                                        .flatMap(row -> known(session, row)));
    }

    private Optional<Known> known(StatelessSession session, PasskeyRow row) {
        return credential(session, row)
                .map(
                        credential ->
                                new Known(
                                        credential,
                                        handle(new AccountId(row.accountId)),
                                        row.signatures));
    }

    /**
     * Notes that a passkey has been used; empty if it has been used since it was looked at, or is
     * gone. Whose it is.
     */
    Optional<AccountId> used(Used used) {
        var noted =
                kept.database()
                        .write(
                                session -> {
                                    int changed =
                                            session.createMutationQuery(
                                                            "update PasskeyRow set signatures ="
                                                                    + " :now, lastUsed = :at where"
                                                                    + " hash = :hash and"
                                                                    + " (signatures < :now or"
                                                                    + " signatures = 0 and :now ="
                                                                    + " 0)")
                                                    .setParameter("now", used.signatures())
                                                    .setParameter("at", kept.now())
                                                    .setParameter("hash", hash(used.id()))
                                                    .executeUpdate();
                                    @Nullable PasskeyRow row = byHash(session, hash(used.id()));
                                    return changed == 1 && row != null
                                            ? Optional.of(new AccountId(row.accountId))
                                            : Optional.<AccountId>empty();
                                });
        kept.database().awaitDurable(noted.ticket());
        return noted.value();
    }

    static boolean any(StatelessSession session, AccountId account) {
        return !rows(session, account).isEmpty();
    }

    private static @Nullable PasskeyRow byHash(StatelessSession session, String hash) {
        return session.createSelectionQuery("from PasskeyRow where hash = :hash", PasskeyRow.class)
                .setParameter("hash", hash)
                .getSingleResultOrNull();
    }

    private static List<PasskeyRow> rows(StatelessSession session, AccountId account) {
        return session.createSelectionQuery(
                        "from PasskeyRow where accountId = :id order by id", PasskeyRow.class)
                .setParameter("id", account.value())
                .getResultList();
    }

    private String hash(byte[] id) {
        return kept.hash("passkey", id);
    }
}
