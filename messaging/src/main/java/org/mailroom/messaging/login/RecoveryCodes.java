package org.mailroom.messaging.login;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.rows.RecoveryCodeRow;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Codes that stand in for a second factor, each once, for whoever has lost theirs. They have 80
 * random bits, which nobody guesses, so that a keyed hash guards them. Thread-safe.
 */
public final class RecoveryCodes {
    static final int COUNT = 10;

    /** Sixteen of these, in fours, are five bits each; none is mistaken for another. */
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int LENGTH = 16;
    private static final Pattern SHAPE = Pattern.compile("[" + LETTERS + "]{" + LENGTH + "}");

    private final Kept kept;
    private final SecureRandom random = new SecureRandom();

    public RecoveryCodes(Kept kept) {
        this.kept = kept;
    }

    /** Makes new codes; those there were are worth nothing any more. They are shown once. */
    public List<String> renew(AccountId account, Actor actor) {
        List<String> codes = new ArrayList<>();
        kept.database()
                .writeDurably(
                        session -> {
                            codes.clear();
                            codes.addAll(renew(session, account));
                            kept.changed(session, account, actor, "recovery-codes renewed");
                        });
        return codes;
    }

    List<String> renew(StatelessSession session, AccountId account) {
        drop(session, account);
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String code = code();
            var row = new RecoveryCodeRow();
            row.accountId = account.value();
            row.hash = hash(account, plain(code));
            session.insert(row);
            codes.add(code);
        }
        return codes;
    }

    private String code() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "");
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    void drop(StatelessSession session, AccountId account) {
        session.createMutationQuery("delete from RecoveryCodeRow where accountId = :id")
                .setParameter("id", account.value())
                .executeUpdate();
    }

    /** Where there is no second factor any more, there is nothing to stand in for. */
    void tidy(StatelessSession session, AccountId account) {
        if (!Totps.enabled(session, account) && !Passkeys.any(session, account)) {
            drop(session, account);
        }
    }

    /** Whether this is a code that has not been used; from now on it has. */
    public boolean use(AccountId account, String code) {
        String plain = plain(code);
        if (!SHAPE.matcher(plain).matches()) {
            return false;
        }
        var used =
                kept.database()
                        .write(
                                session ->
                                        session.createMutationQuery(
                                                                "delete from RecoveryCodeRow where"
                                                                        + " accountId = :id and hash ="
                                                                        + " :hash")
                                                        .setParameter("id", account.value())
                                                        .setParameter("hash", hash(account, plain))
                                                        .executeUpdate()
                                                == 1);
        // a code is used up for good before anybody is let in with it
        kept.database().awaitDurable(used.ticket());
        return used.value();
    }

    /** How many are left. */
    public int left(AccountId account) {
        return kept.database()
                .read(
                        session ->
                                session.createSelectionQuery(
                                                "select count(*) from RecoveryCodeRow where"
                                                        + " accountId = :id",
                                                Long.class)
                                        .setParameter("id", account.value())
                                        .getSingleResult())
                .intValue();
    }

    private String hash(AccountId account, String plain) {
        return kept.hash("recovery " + account.value(), plain);
    }

    /** People type them with and without hyphens, and in capitals. */
    private static String plain(String code) {
        return code.replace("-", "").replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
