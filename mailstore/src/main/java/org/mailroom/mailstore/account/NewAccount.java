package org.mailroom.mailstore.account;

import java.util.List;

/**
 * An account to be made.
 *
 * @param address primary address {@code local@domain}
 * @param aliases further addresses
 * @param displayName for people; may be empty
 * @param quotaBytes 0 means no limit
 */
public record NewAccount(
        String address, List<String> aliases, String displayName, long quotaBytes) {

    public NewAccount {
        aliases = List.copyOf(aliases);
    }

    public NewAccount(String address) {
        this(address, List.of(), "", 0);
    }
}
