package org.mailroom.messaging.login;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.rows.Remembered;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Who has set up something besides the password, and what. Thread-safe. */
public final class SecondFactors {
    private static final Duration REMEMBER = Duration.ofSeconds(10);
    private static final int REMEMBERED = 20_000;

    private final Kept kept;
    private final RecoveryCodes recovery;
    private final Remembered<AccountId, Boolean> known = new Remembered<>(REMEMBERED, REMEMBER);

    public SecondFactors(Kept kept, RecoveryCodes recovery) {
        this.kept = kept;
        this.recovery = recovery;
        kept.accounts().onChanged(known::forget);
    }

    /** Whether the password alone is not enough. */
    public boolean any(AccountId account) {
        return known.of(
                account,
                id ->
                        kept.database()
                                .read(
                                        session ->
                                                Totps.enabled(session, id)
                                                        || Passkeys.any(session, id)));
    }

    /** What of somebody's is asked for after the password; empty if nothing is. */
    public Set<Proof> of(AccountId account) {
        EnumSet<Proof> all = EnumSet.noneOf(Proof.class);
        kept.database()
                .read(
                        session -> {
                            if (Totps.enabled(session, account)) {
                                all.add(Proof.TOTP);
                            }
                            if (Passkeys.any(session, account)) {
                                all.add(Proof.PASSKEY);
                            }
                            return true;
                        });
        if (!all.isEmpty() && recovery.left(account) > 0) {
            all.add(Proof.RECOVERY_CODE);
        }
        return all;
    }

    /** Something of somebody's has been set up or taken away. */
    void changed(AccountId account) {
        known.forget(account);
    }
}
