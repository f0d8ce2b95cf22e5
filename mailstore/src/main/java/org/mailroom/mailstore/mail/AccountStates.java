package org.mailroom.mailstore.mail;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.rows.Database;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The accounts this process has open, one state each. Those nobody uses are kept for a while, up to
 * a number; loaded mailboxes are let go, oldest first, when together they hold too many messages.
 *
 * <p>{@code this} guards the maps; nothing else is locked while it is held.
 */
final class AccountStates {
    private static final class Slot {
        final AccountState state;
        int users;

        Slot(AccountState state) {
            this.state = state;
        }
    }

    private record Loaded(AccountState state, MailboxId mailbox) {}

    private final Database database;
    private final Accounts accounts;
    private final int idleAccounts;
    private final long viewMessages;
    private final Map<AccountId, Slot> slots = new HashMap<>();
    private final LinkedHashMap<AccountId, Slot> idle = new LinkedHashMap<>();
    private final LinkedHashMap<Loaded, Integer> loaded = new LinkedHashMap<>(64, 0.75f, true);
    private long loadedMessages;

    /**
     * @param idleAccounts most accounts kept open without users
     * @param viewMessages most messages in loaded mailboxes
     */
    AccountStates(Database database, Accounts accounts, int idleAccounts, long viewMessages) {
        this.database = database;
        this.accounts = accounts;
        this.idleAccounts = idleAccounts;
        this.viewMessages = viewMessages;
    }

    /** The account's one state; give it back with {@link #release}. */
    synchronized AccountState acquire(AccountId id) {
        Slot slot =
                slots.computeIfAbsent(id, i -> new Slot(new AccountState(i, database, accounts)));
        slot.users++;
        idle.remove(id);
        return slot.state;
    }

    synchronized void release(AccountState state) {
        Slot slot = slots.get(state.id());
        if (slot == null || slot.state != state || --slot.users > 0) {
            return;
        }
        idle.put(state.id(), slot);
        if (idle.size() > idleAccounts) {
            AccountId eldest = idle.firstEntry().getKey();
            idle.remove(eldest);
            slots.remove(eldest);
        }
    }

    /** Lets sessions of a removed account find out. */
    void removed(AccountId id) {
        Slot slot;
        synchronized (this) {
            slot = slots.get(id);
        }
        if (slot != null) {
            slot.state.vanish();
        }
    }

    /** Notes that a mailbox's messages are in use, and lets go of others if there are too many. */
    void used(AccountState state, MailboxId mailbox, int messages) {
        Loaded evicted = null;
        synchronized (this) {
            @Nullable Integer before = loaded.put(new Loaded(state, mailbox), messages);
            loadedMessages += messages - (before == null ? 0 : before);
            if (loadedMessages > viewMessages && loaded.size() > 1) {
                var eldest = loaded.pollFirstEntry();
                loadedMessages -= eldest.getValue();
                evicted = eldest.getKey();
            }
        }
        if (evicted != null) {
            evicted.state().unload(evicted.mailbox());
        }
    }
}
