package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mime.Summary;
import org.mailroom.messaging.people.AddrSpec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message that somebody has to look at before it goes, or does not.
 *
 * @param author none: a system in its own name
 * @param why the word of the reason, as {@code held-for-review}
 * @param shadow whether its author takes it for sent
 */
public record HeldMail(
        long id,
        Instant at,
        Optional<AccountId> author,
        String why,
        boolean shadow,
        List<AddrSpec> recipients,
        Summary summary) {
    public HeldMail {
        recipients = List.copyOf(recipients);
    }
}
