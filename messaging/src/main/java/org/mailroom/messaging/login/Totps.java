package org.mailroom.messaging.login;

import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.login.totp.TotpSecret;
import org.mailroom.messaging.rows.TotpRow;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Authenticator programs of people: set up with a first right code, then asked for. A code is taken
 * once, and none older than the last that was (RFC 6238 §5.2). Whoever gives wrong ones has to wait
 * longer and longer, wherever they try from, across restarts. Thread-safe: checks of one account
 * take turns.
 */
public final class Totps {
    /** Wrong codes that cost no wait; with one code in 333,333 right, not worth much. */
    private static final int FREE_FAILURES = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration MOST_WAIT = Duration.ofMinutes(15);

    private final Kept kept;
    private final RecoveryCodes recovery;
    private final int drift;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param drift how many half minutes the person's clock may be off, to either side
     */
    public Totps(Kept kept, RecoveryCodes recovery, int drift) {
        this.kept = kept;
        this.recovery = recovery;
        this.drift = drift;
    }

    /** What came of a code. */
    public enum Answer {
        RIGHT,
        WRONG,
        /** Too many wrong ones: not looked at. */
        LATER
    }

    public boolean enabled(AccountId account) {
        return kept.database().read(session -> enabled(session, account));
    }

    static boolean enabled(StatelessSession session, AccountId account) {
        TotpRow row = session.get(TotpRow.class, account.value());
        return row != null && row.confirmed != null;
    }

    /**
     * Makes a secret for the person to put into their program. It counts once {@link #confirm}ed.
     *
     * @throws Refused ALREADY_EXISTS if one counts already
     */
    public TotpSecret begin(AccountId account) {
        TotpSecret secret = TotpSecret.random(random);
        kept.database()
                .writeDurably(
                        session -> {
                            kept.accounts().lock(session, List.of(account));
                            @Nullable TotpRow old = locked(session, account);
                            if (old != null) {
                                if (old.confirmed != null) {
                                    throw new Refused(
                                            Reason.ALREADY_EXISTS,
                                            "An authenticator program is set up already");
                                }
                                session.delete(old);
                            }
                            var row = new TotpRow();
                            row.accountId = account.value();
                            row.created = kept.now();
                            row.lastStep = -1;
                            row.sealedSecret =
                                    kept.seal(session, account, account.value(), secret.key());
                            session.insert(row);
                        });
        return secret;
    }

    /**
     * The first code: from now on one is asked for.
     *
     * @return recovery codes, which are shown once
     * @throws Refused NONEXISTENT if none was begun; ALREADY_EXISTS; POLICY if the code is wrong;
     *     RATE
     */
    public List<String> confirm(AccountId account, String code, Actor actor) {
        var done =
                kept.database()
                        .write(
                                session -> {
                                    @Nullable TotpRow row = locked(session, account);
                                    if (row == null) {
                                        throw none();
                                    }
                                    if (row.confirmed != null) {
                                        throw new Refused(
                                                Reason.ALREADY_EXISTS,
                                                "An authenticator program is set up already");
                                    }
                                    Answer answer = check(session, row, code);
                                    if (answer != Answer.RIGHT) {
                                        return new Confirmed(answer, List.of());
                                    }
                                    row.confirmed = kept.now();
                                    session.update(row);
                                    kept.changed(session, account, actor, "totp enabled");
                                    return new Confirmed(answer, recovery.renew(session, account));
                                });
        kept.database().awaitDurable(done.ticket());
        return switch (done.value().answer()) {
            case RIGHT -> done.value().codes();
            case WRONG -> throw new Refused(Reason.POLICY, "This is not the present code");
            case LATER -> throw new Refused(Reason.RATE, "Too many wrong codes: try later");
        };
    }

    private record Confirmed(Answer answer, List<String> codes) {}

    /** Whether this is a present code that has not been used; from now on it has. */
    public Answer check(AccountId account, String code) {
        var checked =
                kept.database()
                        .write(
                                session -> {
                                    @Nullable TotpRow row = locked(session, account);
                                    return row == null || row.confirmed == null
                                            ? Answer.WRONG
                                            : check(session, row, code);
                                });
        // a code is used up for good before anybody is let in with it
        kept.database().awaitDurable(checked.ticket());
        return checked.value();
    }

    private Answer check(StatelessSession session, TotpRow row, String code) {
        long now = kept.now();
        if (now < row.nextTry) {
            return Answer.LATER;
        }
        TotpSecret secret =
                new TotpSecret(
                        kept.open(
                                        session,
                                        new AccountId(row.accountId),
                                        row.accountId,
                                        row.sealedSecret)
                                .orElseThrow(Totps::none));
        OptionalLong step =
                secret.matches(code.replace(" ", "").strip(), kept.clock().instant(), drift);
        boolean right = step.isPresent() && step.getAsLong() > row.lastStep;
        if (right) {
            row.lastStep = step.getAsLong();
            row.failures = 0;
            row.nextTry = 0;
        } else {
            row.failures++;
            row.nextTry = now + waitAfter(row.failures);
        }
        session.update(row);
        return right ? Answer.RIGHT : Answer.WRONG;
    }

    private static long waitAfter(int failures) {
        if (failures < FREE_FAILURES) {
            return 0;
        }
        int doublings = Math.min(failures - FREE_FAILURES, 20);
        return Math.min(FIRST_WAIT.toMillis() << doublings, MOST_WAIT.toMillis());
    }

    /**
     * No code is asked for any more.
     *
     * @throws Refused NONEXISTENT
     */
    public void disable(AccountId account, Actor actor) {
        kept.database()
                .writeDurably(
                        session -> {
                            @Nullable TotpRow row = locked(session, account);
                            if (row == null) {
                                throw none();
                            }
                            session.delete(row);
                            recovery.tidy(session, account);
                            kept.changed(session, account, actor, "totp disabled");
                        });
    }

    private static @Nullable TotpRow locked(StatelessSession session, AccountId account) {
        return session.get(TotpRow.class, account.value(), LockMode.PESSIMISTIC_WRITE);
    }

    private static Refused none() {
        return new Refused(Reason.NONEXISTENT, "No authenticator program is set up");
    }
}
