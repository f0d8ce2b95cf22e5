package org.mailroom.mailstore.check;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.seal.AccountKey;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Account keys in use, the latest ones; none for an account that is gone or does not open. */
final class Keys implements AutoCloseable {
    private static final int KEPT = 1_000;

    private final MailStore store;
    private final LinkedHashMap<Long, Optional<AccountKey>> keys =
            new LinkedHashMap<>(64, 0.75f, true);

    Keys(MailStore store) {
        this.store = store;
    }

    /** The key stays open until {@link #KEPT} others were asked for. */
    @Nullable AccountKey find(long account) {
        Optional<AccountKey> known = keys.get(account);
        if (known == null) {
            known = load(account);
            keys.put(account, known);
            if (keys.size() > KEPT) {
                Map.Entry<Long, Optional<AccountKey>> eldest = keys.pollFirstEntry();
                eldest.getValue().ifPresent(AccountKey::close);
            }
        }
        return known.orElse(null);
    }

    private Optional<AccountKey> load(long account) {
        try {
            return Optional.of(
                    store.database().read(s -> store.accounts().key(s, new AccountId(account))));
        } catch (Refused e) {
            if (e.reason() == Refused.Reason.UNAVAILABLE) {
                throw e;
            }
            // gone, or damaged, which is reported with the account
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        keys.values().forEach(key -> key.ifPresent(AccountKey::close));
    }
}
