package org.mailroom.imap;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.SendGate;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;

import java.time.Instant;
import java.util.Optional;

/** Takes mail to everybody but addresses that begin with "closed", to be sent in the future. */
final class TestGate implements SendGate {
    @Override
    public Instant admit(Scheduling message) {
        message.header()
                .first("To")
                .map(HeaderBlock.Field::value)
                .flatMap(to -> mayPost(message.author(), to))
                .ifPresent(
                        no -> {
                            throw no;
                        });
        if (!message.received().isAfter(Instant.now())) {
            throw new Refused(Refused.Reason.CANNOT, "No moment to come is given");
        }
        return message.received();
    }

    @Override
    public void scheduled(Instant due) {}

    @Override
    public Optional<Refused> mayPost(AccountId author, String address) {
        return address.startsWith("closed")
                ? Optional.of(
                        new Refused(
                                Refused.Reason.NO_PERMISSION,
                                "You cannot write to this address [not-permitted]"))
                : Optional.empty();
    }
}
