package org.mailroom.messaging.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.rows.Remembered;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.audit.AuditLog;
import org.mailroom.messaging.rows.ApiTokenRow;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tokens with which the platform's own systems log in. A token has 256 random bits and is found
 * by its keyed hash, so that neither its length nor its first letters tell anything by the time it
 * takes; it is shown once. Thread-safe.
 */
public final class ApiTokens {
    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 10_000;
    private static final String PREFIX = "mrt_";
    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    /** Most of one service that are not revoked. */
    private static final int MOST = 50;

    private static final int MOST_NAME = 100;

    private final Database database;
    private final Accounts accounts;
    private final MasterKeys masters;
    private final AuditLog log;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Remembered<String, Optional<ApiToken>> known =
            new Remembered<>(REMEMBERED, REMEMBER);

    public ApiTokens(MailStore store, MasterKeys masters, AuditLog log, InstantSource clock) {
        this.database = store.database();
        this.accounts = store.accounts();
        this.masters = masters;
        this.log = log;
        this.clock = clock;
        accounts.onChanged(id -> known.forgetAll());
    }

    /**
     * Makes a token for a service.
     *
     * @return the token, which cannot be shown again
     * @throws Refused NONEXISTENT; CANNOT if the account is no service; BAD_NAME; ALREADY_EXISTS if
     *     a good token has the name; LIMIT
     */
    public String issue(
            AccountId service,
            String name,
            Set<Scope> scopes,
            Optional<Instant> expires,
            Actor actor) {
        check(name, scopes);
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Arrays.fill(bytes, (byte) 0);
        var made =
                database.write(
                        session -> {
                            accounts.lock(session, List.of(service));
                            Account account =
                                    accounts.read(session, service, (a, key) -> a)
                                            .orElseThrow(People::gone);
                            if (account.kind() != Account.Kind.SERVICE) {
                                throw new Refused(
                                        Reason.CANNOT, "Only a service has tokens; make one");
                            }
                            room(list(session, service), name);
                            long id = insert(session, service, name, scopes, expires, token);
                            record(session, actor, Action.TOKEN_ISSUED, service, id);
                            return id;
                        });
        database.awaitDurable(made.ticket());
        known.forget(hash(token));
        return token;
    }

    private static void check(String name, Set<Scope> scopes) {
        if (name.isBlank()
                || name.length() > MOST_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(Reason.BAD_NAME, "A token's name has 1 to 100 plain characters");
        }
        if (scopes.isEmpty()) {
            throw new Refused(Reason.CANNOT, "A token without scopes is good for nothing");
        }
    }

    private void room(List<ApiToken> all, String name) {
        List<ApiToken> good = all.stream().filter(t -> t.good(clock.instant())).toList();
        if (good.stream().anyMatch(t -> t.name().equals(name))) {
            throw new Refused(Reason.ALREADY_EXISTS, "A token has this name already");
        }
        if (good.size() >= MOST) {
            throw new Refused(Reason.LIMIT, "At most " + MOST + " tokens; revoke one");
        }
    }

    private long insert(
            StatelessSession session,
            AccountId service,
            String name,
            Set<Scope> scopes,
            Optional<Instant> expires,
            String token) {
        var row = new ApiTokenRow();
        row.id = database.ids().next(session, Ids.Of.OBJECT);
        row.accountId = service.value();
        row.hash = hash(token);
        row.created = clock.millis();
        row.expires = expires.map(Instant::toEpochMilli).orElse(null);
        String text =
                scopes.stream().map(Scope::wire).sorted().collect(Collectors.joining(" "))
                        + "\n"
                        + name;
        try (AccountKey key = accounts.key(session, service)) {
            row.sealed = key.sealRecord(RecordKind.TOKEN, row.id, text.getBytes(UTF_8));
        }
        session.insert(row);
        return row.id;
    }

    /** Whose token this is; empty if it is none, expired, revoked or its service not active. */
    public Optional<TokenHolder> check(String token) {
        if (!FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        return known.of(hash(token), hash -> database.read(session -> byHash(session, hash)))
                .filter(t -> t.good(clock.instant()))
                .flatMap(this::holder);
    }

    private Optional<TokenHolder> holder(ApiToken token) {
        return accounts.byId(token.service())
                .filter(account -> account.state() == Account.State.ACTIVE)
                .map(
                        account ->
                                new TokenHolder(
                                        account.id(),
                                        account.address(),
                                        token.id(),
                                        token.name(),
                                        token.scopes()));
    }

    private Optional<ApiToken> byHash(StatelessSession session, String hash) {
        return session
                .createSelectionQuery("from ApiTokenRow where hash = :hash", ApiTokenRow.class)
                .setParameter("hash", hash)
                .getResultList()
                .stream()
                .findFirst()
                .flatMap(
                        row ->
                                accounts.read(
                                        session,
                                        new AccountId(row.accountId),
                                        (account, key) -> open(row, key)));
    }

    private static ApiToken open(ApiTokenRow row, AccountKey key) {
        String[] lines =
                new String(key.openRecord(RecordKind.TOKEN, row.id, row.sealed), UTF_8)
                        .split("\n", 2);
        Set<Scope> scopes =
                Arrays.stream(lines[0].split(" "))
                        .map(Scope::ofWire)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet());
        return new ApiToken(
                row.id,
                new AccountId(row.accountId),
                lines[1],
                scopes,
                Instant.ofEpochMilli(row.created),
                Optional.ofNullable(row.expires).map(Instant::ofEpochMilli),
                Optional.ofNullable(row.revoked).map(Instant::ofEpochMilli));
    }

    /** All tokens of a service, without what logs in; revoked ones too. */
    public List<ApiToken> list(AccountId service) {
        return database.read(session -> list(session, service));
    }

    private List<ApiToken> list(StatelessSession session, AccountId service) {
        List<ApiTokenRow> rows =
                session.createSelectionQuery(
                                "from ApiTokenRow where accountId = :id order by id",
                                ApiTokenRow.class)
                        .setParameter("id", service.value())
                        .getResultList();
        return accounts.read(
                        session,
                        service,
                        (account, key) -> rows.stream().map(row -> open(row, key)).toList())
                .orElse(List.of());
    }

    /**
     * Revokes a token at once.
     *
     * @throws Refused NONEXISTENT
     */
    public void revoke(AccountId service, long tokenId, Actor actor) {
        try {
            database.writeDurably(
                    session -> {
                        ApiTokenRow row = session.get(ApiTokenRow.class, tokenId);
                        if (row == null || row.accountId != service.value()) {
                            throw new Refused(Reason.NONEXISTENT, "There is no such token");
                        }
                        if (row.revoked == null) {
                            row.revoked = clock.millis();
                            session.update(row);
                            record(session, actor, Action.TOKEN_REVOKED, service, tokenId);
                        }
                    });
        } finally {
            known.forgetAll();
        }
    }

    private void record(
            StatelessSession session, Actor actor, Action action, AccountId service, long token) {
        log.record(
                session,
                List.of(AuditEvent.of(actor, action).about(service).object("token " + token)));
    }

    private String hash(String token) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(masters.hash(HashKind.TOKEN, token.getBytes(UTF_8)));
    }
}
