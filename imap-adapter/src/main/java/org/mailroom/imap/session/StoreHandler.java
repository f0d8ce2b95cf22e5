package org.mailroom.imap.session;

import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.Store;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.mailstore.mail.StoreOutcome;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;

import java.io.IOException;
import java.util.TreeSet;

/** STORE and UID STORE. RFC 9051 §6.4.6, §6.4.9, RFC 7162 §3.1.3. */
final class StoreHandler {
    Reply handle(Store store, Session session) throws IOException {
        Selected selected = session.selected();
        if (selected.readOnly()) {
            return Reply.no(Plain.READ_ONLY, "The mailbox is selected read-only");
        }
        if (store.mode().unchangedSince().isPresent()) {
            session.enableCondstore();
        }
        Messages messages = selected.messages(store.numbering(), store.messages());
        if (messages.isEmpty()) {
            return Reply.ok("STORE completed");
        }
        FlagChange change = change(store);
        StoreOutcome outcome =
                session.mail()
                        .store(
                                selected.id(),
                                messages.uids(),
                                change,
                                store.mode().unchangedSince().orElse(Long.MAX_VALUE));
        MailboxView before = selected.announced();
        selected.adopt(outcome.changed(), outcome.view());
        tell(store, change, outcome, before, session);
        return reply(store, outcome, before);
    }

    private static FlagChange change(Store store) {
        Flags flags = FlagLists.of(store.flags());
        return switch (store.mode().change()) {
            case ADD -> FlagChange.add(flags);
            case REMOVE -> FlagChange.remove(flags);
            case REPLACE -> FlagChange.replace(flags);
        };
    }

    /**
     * Answers for each changed message. To .SILENT only what the client cannot know: the
     * mod-sequence, and flags that someone else changed before. RFC 9051 §6.4.6.
     */
    private static void tell(
            Store store,
            FlagChange change,
            StoreOutcome outcome,
            MailboxView before,
            Session session)
            throws IOException {
        Selected selected = session.selected();
        boolean condstore = session.enabled().condstore();
        boolean uid = store.numbering() == Numbering.UID || session.enabled().qresync();
        var lists = new FlagLists(outcome.view());
        selected.writeNewKeywords(outcome.view());
        for (long changed : outcome.changed()) {
            int known = before.indexOf(changed);
            int now = outcome.view().indexOf(changed);
            if (known < 0 || now < 0) {
                continue;
            }
            MessageRow row = outcome.view().row(now);
            boolean flags =
                    !store.mode().silent() || !expected(change, before, known, outcome.view(), row);
            if (flags || condstore) {
                selected.writeChange(lists, known + 1, row, uid, flags);
            }
        }
    }

    /** Whether the flags are what the client works out for itself. */
    private static boolean expected(
            FlagChange change, MailboxView before, int known, MailboxView after, MessageRow row) {
        int had = before.flags(known);
        int asked = change.flags().system();
        int system =
                switch (change.mode()) {
                    case ADD -> had | asked;
                    case REMOVE -> had & ~asked;
                    case REPLACE -> asked;
                };
        if (system != row.flags()) {
            return false;
        }
        if (before.keywordSet(known) == row.keywordSet() && change.flags().keywords().isEmpty()) {
            return change.mode() != FlagChange.Mode.REPLACE || row.keywordSet() == 0;
        }
        var keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (change.mode() != FlagChange.Mode.REPLACE) {
            keywords.addAll(before.keywords(before.keywordSet(known)));
        }
        if (change.mode() == FlagChange.Mode.REMOVE) {
            change.flags().keywords().forEach(keywords::remove);
        } else {
            keywords.addAll(change.flags().keywords());
        }
        var has = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        has.addAll(after.keywords(row.keywordSet()));
        return keywords.equals(has);
    }

    private static Reply reply(Store store, StoreOutcome outcome, MailboxView numbers) {
        if (outcome.modified().length > 0) {
            var set = new SequenceSet.Builder();
            for (long uid : outcome.modified()) {
                int index = numbers.indexOf(uid);
                set.add(store.numbering() == Numbering.UID ? uid : index + 1L);
            }
            return Reply.ok(new ResponseCode.Modified(set.build()), "Some had been changed");
        }
        // RFC 2180 §4.2.1; a UID that is not there is no error, RFC 9051 §6.4.9.
        return outcome.gone().length > 0 && store.numbering() == Numbering.SEQUENCE
                ? Reply.no(Plain.EXPUNGEISSUED, "Some of the messages are gone")
                : Reply.ok("STORE completed");
    }
}
