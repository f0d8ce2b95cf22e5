package org.mailroom.mailstore.mail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.mime.Summary;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.EmailRows;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.TamperedException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads emails without their content; keeps the summaries last read, up to a number of octets. */
final class Emails {
    private record Cached(long account, Email email, int weight) {}

    private final Database database;
    private final Cache<Long, Cached> cache;

    Emails(Database database, long cacheBytes) {
        this.database = database;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(cacheBytes)
                        .weigher((Long id, Cached c) -> c.weight)
                        .build();
    }

    /** Those that are there, in the order asked. */
    List<Email> read(AccountKey key, long account, long[] ids) {
        @Nullable Email[] result = new Email[ids.length];
        Map<Long, Integer> missing = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            @Nullable Cached c = cache.getIfPresent(ids[i]);
            if (c != null && c.account == account) {
                result[i] = c.email;
            } else {
                missing.put(ids[i], i);
            }
        }
        if (!missing.isEmpty()) {
            List<Long> wanted = new ArrayList<>(missing.keySet());
            for (EmailRows.StoredEmail stored : database.read(s -> EmailRows.emails(s, wanted))) {
                if (stored.accountId() == account) {
                    Cached opened = open(key, stored);
                    cache.put(stored.id(), opened);
                    result[Objects.requireNonNull(missing.get(stored.id()))] = opened.email;
                }
            }
        }
        var found = new ArrayList<Email>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            Email email = result[i];
            Integer place = missing.get(ids[i]);
            if (email == null && place != null) {
                // named twice: the other place was filled
                email = result[place];
            }
            if (email != null) {
                found.add(email);
            }
        }
        return found;
    }

    private static Cached open(AccountKey key, EmailRows.StoredEmail stored) {
        try {
            byte[] plain = key.openRecord(RecordKind.SUMMARY, stored.id(), stored.summary());
            var email =
                    new Email(
                            stored.id(),
                            stored.threadId(),
                            stored.size(),
                            stored.received(),
                            Summary.decode(plain));
            return new Cached(stored.accountId(), email, plain.length + 200);
        } catch (TamperedException e) {
            throw Content.corrupt(stored.id(), e);
        }
    }

    /** Forgets emails that are gone. */
    void forget(List<Long> emails) {
        cache.invalidateAll(emails);
    }

    /** Forgets emails of a removed account. */
    void forget(long account) {
        cache.asMap().values().removeIf(c -> c.account == account);
    }
}
