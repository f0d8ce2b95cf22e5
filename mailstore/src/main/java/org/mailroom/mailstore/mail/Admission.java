package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the {@link SendGate} about messages that are to come into a mailbox, if that is one for
 * scheduled mail, and dates them with the moment they are to go. Done before any lock is taken.
 * Serves one command.
 */
final class Admission {
    private final AccountMail mail;
    private final SendGate gate;
    private final boolean schedules;
    private final List<Instant> due = new ArrayList<>();

    Admission(AccountMail mail, SendGate gate, Mailbox to) {
        this.mail = mail;
        this.gate = gate;
        this.schedules = to.specialUse().equals(Optional.of(SpecialUse.SCHEDULED));
    }

    /**
     * The messages as they are to be filed.
     *
     * @throws Refused why one may not be sent
     */
    List<NewEmail> admit(List<NewEmail> messages) {
        if (!schedules) {
            return messages;
        }
        var admitted = new ArrayList<NewEmail>(messages.size());
        for (NewEmail m : messages) {
            Instant at = admit(m.content().header(), m.content().size(), m.received());
            admitted.add(new NewEmail(m.content(), m.flags(), at));
        }
        return admitted;
    }

    /**
     * The dates under which messages are to be filed.
     *
     * @throws Refused why one may not be sent
     */
    MessageChanges.Dates admit(MailboxId from, long[] uids) {
        if (!schedules) {
            return MessageChanges.Dates.SAME;
        }
        MailboxView view = mail.open(from);
        Map<Long, Instant> dates = new HashMap<>();
        for (int index : MessageChanges.present(view, uids)) {
            MessageRow row = view.row(index);
            Instant received = Instant.ofEpochSecond(row.received());
            dates.put(row.uid(), admit(mail.header(row.emailId()), row.size(), received));
        }
        return row -> {
            Instant at = dates.get(row.uid());
            return at == null ? row.received() : at.getEpochSecond();
        };
    }

    private Instant admit(HeaderBlock header, long size, Instant received) {
        Instant at = gate.admit(new SendGate.Scheduling(mail.account(), header, size, received));
        due.add(at);
        return at;
    }

    /** The messages are on disk. */
    void filed() {
        due.forEach(gate::scheduled);
    }
}
