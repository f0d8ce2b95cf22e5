package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.Deliverer;
import org.mailroom.messaging.people.Directory;

import java.util.Optional;

/** Whether a recipient lives here, takes mail and has room for it. RFC 5321 §3.6.2. */
final class Recipients implements Rule {
    private final Directory directory;
    private final Deliverer deliverer;

    Recipients(Directory directory, Deliverer deliverer) {
        this.directory = directory;
        this.deliverer = deliverer;
    }

    @Override
    public Decision judge(Question question) {
        return question instanceof Question.To to ? judge(to) : Decision.Accept.FREELY;
    }

    private Decision judge(Question.To to) {
        if (!directory.isLocalDomain(to.recipient())) {
            return new Decision.Refuse(
                    WhyCode.NOT_PERMITTED, "Mail to other domains is not relayed from here");
        }
        Optional<Account> account = directory.recipient(to.recipient());
        if (account.isEmpty()) {
            return new Decision.Refuse(WhyCode.NO_SUCH_RECIPIENT, "Nobody here has this address");
        }
        if (account.get().state() != Account.State.ACTIVE) {
            return new Decision.Refuse(
                    WhyCode.RECIPIENT_UNAVAILABLE, "This mailbox takes no mail at present");
        }
        return deliverer.hasRoom(account.get().id(), Math.max(1, to.declaredSize()))
                ? Decision.Accept.FREELY
                : new Decision.Refuse(WhyCode.MAILBOX_FULL, "This mailbox is full");
    }
}
