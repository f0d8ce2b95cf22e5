package org.mailroom.messaging.group;

import org.mailroom.mailstore.account.AccountId;

import java.util.Optional;

/** Memberships that follow from expressions. */
public final class Dynamic {
    Dynamic() {}

    /**
     * How far an expression has been applied.
     *
     * @param done people looked at
     * @param total people there are
     */
    public record Progress(long done, long total) {}

    /** Keeps everybody from changing people while expressions change. */
    interface Change extends AutoCloseable {
        @Override
        void close();
    }

    void check(String expression) {}

    Change change(boolean expressions) {
        return () -> {};
    }

    void wake() {}

    Optional<Progress> progress(AccountId group) {
        return Optional.empty();
    }

    void settle() {}
}
