package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Trail.Deed;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.seal.Digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is written down of messages and mailboxes: their numbers. */
final class Traces {
    /** Ranges of UIDs written out; further ones are only counted. */
    private static final int RANGES = 10;

    private Traces() {}

    /**
     * Messages that came into a mailbox, with the digests of their contents: from then on the
     * record vouches for what was filed.
     */
    static List<Deed> filed(
            Trail.Kind kind,
            AccountId account,
            Optional<Access> by,
            Filed filed,
            List<Digest> digests) {
        var deeds = new ArrayList<Deed>(digests.size());
        for (int i = 0; i < digests.size(); i++) {
            String object =
                    "email %d mailbox %d uid %d digest %s"
                            .formatted(
                                    filed.emails()[i],
                                    filed.mailbox().value(),
                                    filed.uids()[i],
                                    digests.get(i));
            deeds.add(new Deed(kind, account, by, object));
        }
        return deeds;
    }

    static String messages(MailboxId mailbox, long[] uids) {
        var text =
                new StringBuilder("mailbox " + mailbox.value() + " count " + uids.length + " uid ");
        int ranges = 0;
        for (int i = 0; i < uids.length && ranges < RANGES; ranges++) {
            int end = i;
            while (end + 1 < uids.length && uids[end + 1] == uids[end] + 1) {
                end++;
            }
            text.append(ranges == 0 ? "" : ",").append(uids[i]);
            text.append(end == i ? "" : ":" + uids[end]);
            i = end + 1;
            if (i < uids.length && ranges + 1 == RANGES) {
                text.append(",…");
            }
        }
        return text.toString();
    }

    static String mailbox(MailboxId mailbox) {
        return "mailbox " + mailbox.value();
    }
}
