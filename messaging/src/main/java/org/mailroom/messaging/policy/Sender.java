package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;

import java.net.InetAddress;
import java.util.Optional;

/** Who hands a message in: what was proved of them, not what they say. */
public sealed interface Sender {
    /** Somebody who has logged in. */
    record Person(Account account) implements Sender {}

    /**
     * A service of the platform, by its API token.
     *
     * @param onBehalfOf a person it speaks for, whose rules then hold; none: in its own name
     */
    record Service(Account account, Optional<Account> onBehalfOf) implements Sender {}

    /**
     * A system of the platform, trusted for the address it connects from or the port it uses. What
     * it hands in under a local person's address is judged as that person's.
     *
     * @param name for rates and logs: an address, {@code lmtp}, {@code scheduler}
     */
    record TrustedSystem(String name) implements Sender {}

    /** Anybody else. */
    record Stranger(InetAddress from) implements Sender {}
}
