package org.mailroom.messaging.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.oidc.OidcPerson;
import org.mailroom.messaging.rows.OidcLinkRow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who people at identity providers are here: found by issuer and subject, which stay, never by an
 * address, which can be given to somebody else. Thread-safe.
 */
public final class OidcLinks {
    private static final int MOST = 20;

    private final Kept kept;

    public OidcLinks(Kept kept) {
        this.kept = kept;
    }

    /** A link, as its owner sees it: at which provider, since when. */
    public record Link(long id, String provider, Instant created, Instant lastUsed) {}

    /** Who that is here; notes that it has been asked. */
    public Optional<AccountId> account(OidcPerson person) {
        String hash = hash(person);
        return kept.database()
                .write(
                        session -> {
                            @Nullable OidcLinkRow row = byHash(session, hash);
                            if (row == null) {
                                return Optional.<AccountId>empty();
                            }
                            row.lastUsed = kept.now();
                            session.update(row);
                            return Optional.of(new AccountId(row.accountId));
                        })
                .value();
    }

    /**
     * Makes somebody there somebody here.
     *
     * @param provider its id in the settings
     * @throws Refused ALREADY_EXISTS if they are somebody else here; LIMIT
     */
    public void add(AccountId account, String provider, OidcPerson person, Actor actor) {
        kept.database()
                .writeDurably(
                        session -> {
                            kept.accounts().lock(session, List.of(account));
                            @Nullable OidcLinkRow present = byHash(session, hash(person));
                            if (present != null) {
                                if (present.accountId == account.value()) {
                                    return;
                                }
                                throw new Refused(
                                        Reason.ALREADY_EXISTS,
                                        "Somebody else here is linked with this identity");
                            }
                            if (rows(session, account).size() >= MOST) {
                                throw new Refused(Reason.LIMIT, "At most " + MOST + " links");
                            }
                            insert(session, account, provider, person);
                            kept.changed(session, account, actor, "identity linked");
                        });
    }

    private void insert(
            StatelessSession session, AccountId account, String provider, OidcPerson person) {
        var row = new OidcLinkRow();
        row.id = kept.database().ids().next(session, Ids.Of.OBJECT);
        row.hash = hash(person);
        row.accountId = account.value();
        row.created = kept.now();
        row.lastUsed = row.created;
        row.sealed = kept.seal(session, account, row.id, provider.getBytes(UTF_8));
        session.insert(row);
    }

    public List<Link> list(AccountId account) {
        return kept.database()
                .read(
                        session ->
                                rows(session, account).stream()
                                        .map(row -> opened(session, row))
                                        .flatMap(Optional::stream)
                                        .toList());
    }

    private Optional<Link> opened(StatelessSession session, OidcLinkRow row) {
        return kept.open(session, new AccountId(row.accountId), row.id, row.sealed)
                .map(
                        provider ->
                                new Link(
                                        row.id,
                                        new String(provider, UTF_8),
                                        Instant.ofEpochMilli(row.created),
                                        Instant.ofEpochMilli(row.lastUsed)));
    }

    /**
     * Takes a link away.
     *
     * @throws Refused NONEXISTENT
     */
    public void remove(AccountId account, long id, Actor actor) {
        kept.database()
                .writeDurably(
                        session -> {
                            OidcLinkRow row = session.get(OidcLinkRow.class, id);
                            if (row == null || row.accountId != account.value()) {
                                throw new Refused(Reason.NONEXISTENT, "There is no such link");
                            }
                            session.delete(row);
                            kept.changed(session, account, actor, "identity unlinked");
                        });
    }

    private static @Nullable OidcLinkRow byHash(StatelessSession session, String hash) {
        return session.createSelectionQuery(
                        "from OidcLinkRow where hash = :hash", OidcLinkRow.class)
                .setParameter("hash", hash)
                .getSingleResultOrNull();
    }

    private static List<OidcLinkRow> rows(StatelessSession session, AccountId account) {
        return session.createSelectionQuery(
                        "from OidcLinkRow where accountId = :id order by id", OidcLinkRow.class)
                .setParameter("id", account.value())
                .getResultList();
    }

    private String hash(OidcPerson person) {
        return kept.hash("identity", person.issuer() + "\n" + person.subject());
    }
}
