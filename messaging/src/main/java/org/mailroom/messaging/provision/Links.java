package org.mailroom.messaging.provision;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.messaging.rows.ProvisionLinkRow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What other systems call the accounts here. Their names lie sealed under the account's key and are
 * found by a keyed hash. Thread-safe.
 */
public final class Links {
    /** Most kept in one transaction. */
    public static final int MOST_AT_ONCE = 500;

    private static final int MOST_BYTES = 64 << 10;
    private static final int LINES = 3;

    private final Database database;
    private final Accounts accounts;
    private final MasterKeys masters;

    public Links(MailStore store, MasterKeys masters) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.masters = masters;
    }

    public Optional<Link> byId(AccountId id) {
        return Optional.ofNullable(byIds(List.of(id)).get(id));
    }

    /** The links of some accounts; those without one are not in the answer. */
    public Map<AccountId, Link> byIds(Collection<AccountId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database.read(
                session -> {
                    List<ProvisionLinkRow> rows =
                            session.createSelectionQuery(
                                            "from ProvisionLinkRow where accountId in :ids",
                                            ProvisionLinkRow.class)
                                    .setParameter(
                                            "ids", ids.stream().map(AccountId::value).toList())
                                    .getResultList();
                    Map<AccountId, Link> links = new HashMap<>();
                    for (ProvisionLinkRow row : rows) {
                        open(session, row).ifPresent(link -> links.put(link.account(), link));
                    }
                    return links;
                });
    }

    private Optional<Link> open(StatelessSession session, ProvisionLinkRow row) {
        AccountId id = new AccountId(row.accountId);
        return accounts.read(
                session,
                id,
                (account, key) -> {
                    byte[] plain = key.openRecord(RecordKind.PROVISION, row.accountId, row.sealed);
                    String[] lines = new String(plain, UTF_8).split("\n", LINES);
                    return new Link(
                            id,
                            filled(lines[0]),
                            filled(lines[1]),
                            lines[2],
                            Instant.ofEpochMilli(row.created),
                            Instant.ofEpochMilli(row.modified));
                });
    }

    private static Optional<String> filled(String line) {
        return line.isEmpty() ? Optional.empty() : Optional.of(line);
    }

    /** Whose external id this is; several systems may use the same one. */
    public List<AccountId> byExternalId(Account.Kind kind, String externalId) {
        return byHash("externalHash", externalHash(kind, externalId));
    }

    /** Whose external ids these are, where they are anybody's; the first of several. */
    public Map<String, AccountId> byExternalIds(Account.Kind kind, Collection<String> externalIds) {
        Map<String, String> hashes = new HashMap<>();
        externalIds.forEach(e -> hashes.put(externalHash(kind, e), e));
        if (hashes.isEmpty()) {
            return Map.of();
        }
        Map<String, AccountId> found = new HashMap<>();
        List<ProvisionLinkRow> rows =
                database.read(
                        session ->
                                session.createSelectionQuery(
                                                "from ProvisionLinkRow where externalHash in"
                                                        + " :hashes order by accountId",
                                                ProvisionLinkRow.class)
                                        .setParameter("hashes", hashes.keySet())
                                        .getResultList());
        for (ProvisionLinkRow row : rows) {
            String hash = row.externalHash;
            String externalId = hash == null ? null : hashes.get(hash);
            if (externalId != null) {
                found.putIfAbsent(externalId, new AccountId(row.accountId));
            }
        }
        return found;
    }

    /** Who logs in with this name elsewhere; compared without regard to case. */
    public Optional<AccountId> byUserName(String userName) {
        return byHash("nameHash", nameHash(userName)).stream().findFirst();
    }

    private List<AccountId> byHash(String column, String hash) {
        return database.read(
                session ->
                        session
                                .createSelectionQuery(
                                        "select accountId from ProvisionLinkRow where "
                                                + column
                                                + " = :hash order by accountId",
                                        Long.class)
                                .setParameter("hash", hash)
                                .setMaxResults(MOST_AT_ONCE)
                                .getResultList()
                                .stream()
                                .map(AccountId::new)
                                .toList());
    }

    /** Keeps a link in place of the one there was. */
    public void keep(Link link) {
        keepAll(List.of(link));
    }

    /**
     * Keeps all of them, in one transaction.
     *
     * @throws Refused ALREADY_EXISTS if another account has the user name; NONEXISTENT; TOO_BIG
     */
    public void keepAll(List<Link> links) {
        if (links.isEmpty()) {
            return;
        }
        if (links.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(links.size() + " at once");
        }
        database.writeDurably(session -> links.forEach(link -> keep(session, link)));
    }

    private void keep(StatelessSession session, Link link) {
        long id = link.account().value();
        Account.Kind kind =
                accounts.read(session, link.account(), (account, key) -> account.kind())
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.Reason.NONEXISTENT,
                                                "There is no such account"));
        ProvisionLinkRow before = session.get(ProvisionLinkRow.class, id);
        var row = new ProvisionLinkRow();
        row.accountId = id;
        row.externalHash = link.externalId().map(e -> externalHash(kind, e)).orElse(null);
        row.nameHash = link.userName().map(this::nameHash).orElse(null);
        row.created = before == null ? link.created().toEpochMilli() : before.created;
        row.modified = link.modified().toEpochMilli();
        if (row.nameHash != null) {
            requireFree(session, row.nameHash, id);
        }
        try (AccountKey key = accounts.key(session, link.account())) {
            row.sealed = key.sealRecord(RecordKind.PROVISION, id, bytes(link));
        }
        if (before == null) {
            session.insert(row);
        } else {
            session.update(row);
        }
    }

    private static byte[] bytes(Link link) {
        List<String> lines = new ArrayList<>();
        lines.add(oneLine(link.externalId().orElse("")));
        lines.add(oneLine(link.userName().orElse("")));
        lines.add(link.document());
        byte[] bytes = String.join("\n", lines).getBytes(UTF_8);
        if (bytes.length > MOST_BYTES) {
            throw new Refused(Refused.Reason.TOO_BIG, "More than is kept of anybody");
        }
        return bytes;
    }

    private static String oneLine(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(Refused.Reason.BAD_NAME, "A name of plain characters is expected");
        }
        return text;
    }

    private static void requireFree(StatelessSession session, String nameHash, long id) {
        boolean taken =
                session
                        .createSelectionQuery(
                                "select accountId from ProvisionLinkRow where nameHash = :hash",
                                Long.class)
                        .setParameter("hash", nameHash)
                        .getResultList()
                        .stream()
                        .anyMatch(other -> other != id);
        if (taken) {
            throw new Refused(Refused.Reason.ALREADY_EXISTS, "Somebody else has this user name");
        }
    }

    private String externalHash(Account.Kind kind, String externalId) {
        String group = kind == Account.Kind.GROUP ? "group " : "person ";
        return text(masters.hash(HashKind.EXTERNAL_ID, (group + externalId).getBytes(UTF_8)));
    }

    private String nameHash(String userName) {
        String folded = "name " + userName.strip().toLowerCase(Locale.ROOT);
        return text(masters.hash(HashKind.EXTERNAL_ID, folded.getBytes(UTF_8)));
    }

    private static String text(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
