package org.mailroom.mailstore.account;

import java.util.List;

/**
 * An account to be made.
 *
 * @param kind who or what it is for; only a person gets mailboxes
 * @param address primary address {@code local@domain}
 * @param aliases further addresses
 * @param displayName for people; may be empty
 * @param quotaBytes 0 means no limit
 */
public record NewAccount(
        Account.Kind kind,
        String address,
        List<String> aliases,
        String displayName,
        long quotaBytes) {

    public NewAccount {
        aliases = List.copyOf(aliases);
    }

    /** A person's. */
    public NewAccount(String address, List<String> aliases, String displayName, long quotaBytes) {
        this(Account.Kind.PERSON, address, aliases, displayName, quotaBytes);
    }

    public NewAccount(String address) {
        this(address, List.of(), "", 0);
    }
}
