package org.mailroom.mailstore.account;

import java.util.List;
import java.util.Optional;

/** The accounts of this store. Addresses are matched by keyed hash and kept sealed. */
public final class Accounts {
    Accounts() {}

    /**
     * Makes an account with its key and INBOX, Archive, Drafts, Junk, Sent, Trash.
     *
     * @throws org.mailroom.mailstore.refusal.Refused ALREADY_EXISTS if an address is taken
     */
    public Account create(NewAccount account) {
        throw new UnsupportedOperationException("" + account);
    }

    /** By primary address or alias, without regard to case. */
    public Optional<Account> byAddress(String address) {
        throw new UnsupportedOperationException(address);
    }

    public Optional<Account> byId(AccountId id) {
        throw new UnsupportedOperationException("" + id);
    }

    /** All accounts after {@code after} in order of id, at most {@code limit}; 0 starts. */
    public List<Account> list(long after, int limit) {
        throw new UnsupportedOperationException("" + after + limit);
    }

    /** Replaces what is known of an account: addresses, name, state, quota. */
    public void update(Account account) {
        throw new UnsupportedOperationException("" + account);
    }

    /** Destroys the account's key, which makes its mail unreadable, and removes what it holds. */
    public void remove(AccountId id) {
        throw new UnsupportedOperationException("" + id);
    }

    /** A value sealed under the account's key: a password hash, say. */
    public void keepSecret(AccountId id, String name, byte[] value) {
        throw new UnsupportedOperationException("" + id + name + value.length);
    }

    public void dropSecret(AccountId id, String name) {
        throw new UnsupportedOperationException("" + id + name);
    }

    public Optional<byte[]> secret(AccountId id, String name) {
        throw new UnsupportedOperationException("" + id + name);
    }
}
