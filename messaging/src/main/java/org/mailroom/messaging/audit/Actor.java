package org.mailroom.messaging.audit;

import org.mailroom.mailstore.account.AccountId;

import java.util.Optional;

/**
 * Who acts.
 *
 * @param account of a person or service; none for the command line and the server itself
 * @param name what acts, where no account does: a fixed word such as {@code console}. It is kept
 *     sealed, and only when there is no account
 */
public record Actor(Optional<AccountId> account, String name) {
    /** Somebody with a shell on the server. */
    public static final Actor CONSOLE = new Actor(Optional.empty(), "console");

    /** The server of itself: expiry, retention, a schedule. */
    public static final Actor SYSTEM = new Actor(Optional.empty(), "system");

    private static final int MOST = 100;

    public Actor {
        if (account.isEmpty() && name.isBlank()) {
            throw new IllegalArgumentException("an actor has an account or a name");
        }
        name = Texts.cut(name, MOST);
    }

    /** A person or service. */
    public static Actor of(AccountId account) {
        return new Actor(Optional.of(account), "");
    }

    /** What has no account: the name of a trusted system, of a command. */
    public static Actor named(String name) {
        return new Actor(Optional.empty(), name);
    }

    /** Whether this is the account itself. */
    public boolean is(AccountId other) {
        return account.filter(other::equals).isPresent();
    }

    @Override
    public String toString() {
        return account.map(id -> "account " + id).orElse(name);
    }
}
