package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Decision.Obligation;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Leave to file one message for those it names. Only {@link Policy} makes one, and nothing is filed
 * without.
 */
public final class Clearance {
    /**
     * One of those who may have it.
     *
     * @param account a person, or a group whose members are asked about one by one
     * @param obligations what is owed for this one
     */
    public record Cleared(
            AddrSpec address, AccountId account, Kind kind, Set<Obligation> obligations) {
        public Cleared {
            obligations = Set.copyOf(obligations);
        }
    }

    private final Optional<AccountId> sender;
    private final List<Cleared> recipients;
    private final Map<AddrSpec, Cleared> byAddress = new HashMap<>();
    private final Instant at;

    Clearance(Optional<AccountId> sender, List<Cleared> recipients, Instant at) {
        this.sender = sender;
        this.recipients = List.copyOf(recipients);
        recipients.forEach(r -> byAddress.putIfAbsent(r.address(), r));
        this.at = at;
    }

    /** As whom the sender was judged; none: a system in its own name. */
    public Optional<AccountId> sender() {
        return sender;
    }

    public List<Cleared> recipients() {
        return recipients;
    }

    public Optional<Cleared> of(AccountId account) {
        return recipients.stream().filter(r -> r.account().equals(account)).findFirst();
    }

    public Optional<Cleared> of(AddrSpec address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** When it was given. */
    public Instant at() {
        return at;
    }
}
