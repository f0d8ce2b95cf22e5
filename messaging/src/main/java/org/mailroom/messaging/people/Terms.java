package org.mailroom.messaging.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.messaging.rows.TermRow;

import java.text.Normalizer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Names that people chose, of roles, kinds of relations and groups, and their numbers in rows. A
 * name keeps its number for ever, so all that were met are remembered. Never call {@link #number}
 * or {@link #find} within a transaction: they may begin one. Thread-safe.
 */
public final class Terms {
    /** Most there may be; they are chosen by administrators, not by everybody. */
    private static final int MOST = 10_000;

    private static final int MOST_LETTERS = 64;

    private final Database database;
    private final MasterKeys masters;
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();
    private final Map<Long, String> names = new ConcurrentHashMap<>();
    private final ReentrantLock adding = new ReentrantLock();

    public Terms(Database database, MasterKeys masters) {
        this.database = database;
        this.masters = masters;
    }

    /**
     * A name as it is kept and compared: lower-case, NFC, without blanks around.
     *
     * @throws Refused BAD_NAME if it is empty, too long, or holds what is neither letter nor digit
     *     nor one of {@code - _ . : /} and a blank
     */
    public static String normal(String name) {
        String normal =
                Normalizer.normalize(name.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        boolean good =
                !normal.isEmpty()
                        && normal.length() <= MOST_LETTERS
                        && normal.codePoints()
                                .allMatch(
                                        c ->
                                                Character.isLetterOrDigit(c)
                                                        || Character.getType(c)
                                                                == Character.NON_SPACING_MARK
                                                        || "-_.:/ ".indexOf(c) >= 0);
        if (!good) {
            throw new Refused(
                    Reason.BAD_NAME,
                    "A name has 1 to " + MOST_LETTERS + " letters, digits or - _ . : /");
        }
        return normal;
    }

    /** The number of a name, which gets one if it has none. */
    public long number(String name) {
        String normal = normal(name);
        OptionalLong known = find(normal);
        return known.isPresent() ? known.getAsLong() : add(normal);
    }

    /** The number of a name, if anything was ever called so. */
    public OptionalLong find(String name) {
        String normal = normal(name);
        @Nullable Long known = numbers.get(normal);
        return known != null
                ? OptionalLong.of(known)
                : database.read(session -> find(session, normal));
    }

    /** As {@link #find(String)}, within a transaction. */
    OptionalLong find(StatelessSession session, String normal) {
        @Nullable Long known = numbers.get(normal);
        if (known != null) {
            return OptionalLong.of(known);
        }
        @Nullable Long stored = stored(session, hash(normal));
        if (stored == null) {
            return OptionalLong.empty();
        }
        keep(normal, stored);
        return OptionalLong.of(stored);
    }

    private long add(String normal) {
        adding.lock();
        try {
            OptionalLong meanwhile = find(normal);
            return meanwhile.isPresent() ? meanwhile.getAsLong() : insert(normal);
        } finally {
            adding.unlock();
        }
    }

    private long insert(String normal) {
        try {
            var made =
                    database.write(
                            session -> {
                                if (count(session) >= MOST) {
                                    throw new Refused(
                                            Reason.LIMIT, "At most " + MOST + " different names");
                                }
                                var row = new TermRow();
                                row.id = database.ids().next(session, Ids.Of.OBJECT);
                                row.hash = hash(normal);
                                row.sealed =
                                        masters.sealDirectory(
                                                RecordKind.TERM, row.id, normal.getBytes(UTF_8));
                                session.insert(row);
                                return row.id;
                            });
            database.awaitDurable(made.ticket());
            keep(normal, made.value());
            return made.value();
        } catch (Refused e) {
            // another process may have added it meanwhile
            OptionalLong there = find(normal);
            if (there.isPresent()) {
                return there.getAsLong();
            }
            throw e;
        }
    }

    private static long count(StatelessSession session) {
        return session.createSelectionQuery("select count(*) from TermRow", Long.class)
                .getSingleResult();
    }

    private static @Nullable Long stored(StatelessSession session, String hash) {
        return session.createSelectionQuery("select id from TermRow where hash = :hash", Long.class)
                .setParameter("hash", hash)
                .getSingleResultOrNull();
    }

    private String hash(String normal) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(masters.hash(HashKind.TERM, normal.getBytes(UTF_8)));
    }

    private void keep(String normal, long number) {
        numbers.put(normal, number);
        names.put(number, normal);
    }

    /** The name of a number. */
    public String name(long number) {
        @Nullable String known = names.get(number);
        return known != null ? known : database.read(session -> name(session, number));
    }

    /** As {@link #name(long)}, within a transaction. */
    public String name(StatelessSession session, long number) {
        @Nullable String known = names.get(number);
        if (known != null) {
            return known;
        }
        TermRow row = session.get(TermRow.class, number);
        if (row == null) {
            throw new Refused(Reason.CORRUPT, "A name is missing on disk");
        }
        String name = open(row);
        keep(name, number);
        return name;
    }

    private String open(TermRow row) {
        return new String(masters.openDirectory(RecordKind.TERM, row.id, row.sealed), UTF_8);
    }

    /** Seals every name anew under the active master key. */
    public void reseal() {
        database.writeDurably(
                session -> {
                    List<TermRow> rows =
                            session.createSelectionQuery("from TermRow", TermRow.class)
                                    .getResultList();
                    for (TermRow row : rows) {
                        if (!masters.current(row.sealed)) {
                            row.sealed =
                                    masters.resealDirectory(RecordKind.TERM, row.id, row.sealed);
                            session.update(row);
                        }
                    }
                });
    }
}
