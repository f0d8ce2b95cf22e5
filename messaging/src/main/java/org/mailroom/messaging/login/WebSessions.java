package org.mailroom.messaging.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.rows.Remembered;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.rows.WebSessionRow;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Who is logged in with a browser. A session is a cookie of 256 random bits, of which only a keyed
 * hash is kept. It ends when it has not been used for a while, after a while anyway, when its owner
 * or a change of their password ends it, and counts only while they may log in. Thread-safe.
 */
public final class WebSessions {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int ID_LETTERS = 16;
    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 20_000;

    /** How far behind the time of last use may be. */
    private static final Duration TOUCH = Duration.ofMinutes(1);

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);

    private final Kept kept;
    private final WebLoginSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong nextSweep = new AtomicLong();
    private final Remembered<String, Optional<Row>> known = new Remembered<>(REMEMBERED, REMEMBER);

    public WebSessions(Kept kept, WebLoginSettings settings) {
        this.kept = kept;
        this.settings = settings;
        kept.accounts().onChanged(this::changed);
    }

    /** A new session, and what its browser has to keep. */
    public record Opened(String token, WebSession session) {}

    /** A row as it was read; immutable, so that it can be remembered. */
    private record Row(
            String hash,
            AccountId account,
            int methods,
            long created,
            long lastUsed,
            long proved,
            String agent,
            String from) {}

    /** Logs somebody in, who has been found to be who they say. */
    public Opened open(AccountId account, Set<Proof> proofs, Browser browser) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sweep();
        List<String> dropped = new ArrayList<>();
        kept.database()
                .writeDurably(
                        session -> {
                            kept.accounts().lock(session, List.of(account));
                            dropped.addAll(makeRoom(session, account));
                            insert(session, account, token, proofs, browser);
                        });
        dropped.forEach(known::forget);
        known.forget(hash(token));
        return new Opened(token, find(token).orElseThrow());
    }

    private void insert(
            StatelessSession session,
            AccountId account,
            String token,
            Set<Proof> proofs,
            Browser browser) {
        var row = new WebSessionRow();
        row.hash = hash(token);
        row.accountId = account.value();
        row.methods = Proof.bits(proofs);
        row.created = kept.now();
        row.lastUsed = row.created;
        row.proved = row.created;
        String about = browser.from().getHostAddress() + "\n" + browser.agent();
        row.sealed = kept.seal(session, account, sealId(row.hash), about.getBytes(UTF_8));
        session.insert(row);
    }

    private List<String> makeRoom(StatelessSession session, AccountId account) {
        List<WebSessionRow> rows = rows(session, account);
        int over = Math.max(0, rows.size() - settings.sessions() + 1);
        rows.subList(0, over).forEach(session::delete);
        return rows.subList(0, over).stream().map(row -> row.hash).toList();
    }

    /** Longest unused first. */
    private static List<WebSessionRow> rows(StatelessSession session, AccountId account) {
        return session.createSelectionQuery(
                        "from WebSessionRow where accountId = :id order by lastUsed, hash",
                        WebSessionRow.class)
                .setParameter("id", account.value())
                .getResultList();
    }

    /** Whose cookie this is; empty if it is nobody's, over, or its owner may not log in now. */
    public Optional<WebSession> find(String token) {
        if (!TOKEN.matcher(token).matches()) {
            return Optional.empty();
        }
        Optional<Row> row = known.of(hash(token), this::read).filter(this::good);
        row.ifPresent(this::touch);
        return row.map(r -> session(r, token));
    }

    private Optional<Row> read(String hash) {
        return kept.database()
                .read(
                        session ->
                                Optional.ofNullable(session.get(WebSessionRow.class, hash))
                                        .flatMap(row -> opened(session, row)));
    }

    private Optional<Row> opened(StatelessSession session, WebSessionRow row) {
        AccountId account = new AccountId(row.accountId);
        return kept.open(session, account, sealId(row.hash), row.sealed)
                .map(
                        bytes -> {
                            String[] about = new String(bytes, UTF_8).split("\n", 2);
                            return new Row(
                                    row.hash,
                                    account,
                                    row.methods,
                                    row.created,
                                    row.lastUsed,
                                    row.proved,
                                    about[1],
                                    about[0]);
                        });
    }

    private boolean good(Row row) {
        return !over(row)
                && kept.accounts().byId(row.account).filter(Directory::mayLogIn).isPresent();
    }

    private boolean over(Row row) {
        long now = kept.now();
        return now >= row.lastUsed + settings.idle().toMillis()
                || now >= row.created + settings.longest().toMillis();
    }

    private void touch(Row row) {
        long now = kept.now();
        if (now - row.lastUsed < TOUCH.toMillis()) {
            return;
        }
        // nobody waits for the disk: a lost touch ends the session a minute early
        kept.database()
                .write(
                        session ->
                                session.createMutationQuery(
                                                "update WebSessionRow set lastUsed = :now where"
                                                        + " hash = :hash and lastUsed < :now")
                                        .setParameter("now", now)
                                        .setParameter("hash", row.hash)
                                        .executeUpdate());
        known.forget(row.hash);
    }

    private WebSession session(Row row, String token) {
        return new WebSession(
                id(row.hash),
                token.isEmpty() ? "" : kept.hash("csrf", token),
                row.account,
                Proof.of(row.methods),
                Instant.ofEpochMilli(row.created),
                Instant.ofEpochMilli(row.lastUsed),
                Instant.ofEpochMilli(row.proved),
                row.agent,
                row.from);
    }

    /** The sessions of somebody, last used first, without what they could be used with. */
    public List<WebSession> list(AccountId account) {
        return kept.database()
                .read(
                        session ->
                                rows(session, account).reversed().stream()
                                        .flatMap(row -> opened(session, row).stream())
                                        .filter(row -> !over(row))
                                        .map(row -> session(row, ""))
                                        .toList());
    }

    /** Whether the owner has proved themselves a short while ago. */
    public boolean fresh(WebSession session) {
        return kept.clock().instant().isBefore(session.proved().plus(settings.fresh()));
    }

    /** Logs out. */
    public void end(String token) {
        if (TOKEN.matcher(token).matches()) {
            end(List.of(hash(token)));
        }
    }

    /** Ends a session of somebody; false if they have none such. */
    public boolean end(AccountId account, String id) {
        List<String> found = hashes(account).stream().filter(hash -> id(hash).equals(id)).toList();
        end(found);
        return !found.isEmpty();
    }

    /** Ends all sessions of somebody. */
    public void endAll(AccountId account) {
        end(hashes(account));
    }

    /** Ends all sessions of somebody but this one. */
    public void endOthers(AccountId account, String id) {
        end(hashes(account).stream().filter(hash -> !id(hash).equals(id)).toList());
    }

    private List<String> hashes(AccountId account) {
        return kept.database()
                .read(session -> rows(session, account).stream().map(row -> row.hash).toList());
    }

    private void end(List<String> hashes) {
        if (hashes.isEmpty()) {
            return;
        }
        kept.database()
                .writeDurably(
                        session ->
                                session.createMutationQuery(
                                                "delete from WebSessionRow where hash in :all")
                                        .setParameter("all", hashes)
                                        .executeUpdate());
        hashes.forEach(known::forget);
    }

    /** Whoever may no longer log in is not logged in again when they may. */
    private void changed(AccountId account) {
        known.forgetAll();
        kept.accounts()
                .byId(account)
                .filter(a -> a.kind() == Account.Kind.PERSON && !Directory.mayLogIn(a))
                .ifPresent(a -> endAll(account));
    }

    private void sweep() {
        long now = kept.now();
        long due = nextSweep.get();
        if (now < due || !nextSweep.compareAndSet(due, now + BETWEEN_SWEEPS.toMillis())) {
            return;
        }
        kept.database()
                .write(
                        session ->
                                session.createMutationQuery(
                                                "delete from WebSessionRow where lastUsed < :idle"
                                                        + " or created < :old")
                                        .setParameter("idle", now - settings.idle().toMillis())
                                        .setParameter("old", now - settings.longest().toMillis())
                                        .executeUpdate());
    }

    private String hash(String token) {
        return kept.hash("session", token);
    }

    private static String id(String hash) {
        return hash.substring(0, ID_LETTERS);
    }

    /** Binds what is sealed to its row: eight octets of the hash. */
    private static long sealId(String hash) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(hash)).longValue();
    }
}
