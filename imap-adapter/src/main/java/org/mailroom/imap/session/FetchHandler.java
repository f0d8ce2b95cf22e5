package org.mailroom.imap.session;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.command.Fetch;
import org.mailroom.imap.command.FetchItem;
import org.mailroom.imap.command.FetchItem.Attribute;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.response.ResponseCode.Plain;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mail.StoreOutcome;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.mailstore.mime.TransferDecoder.UnknownTransferEncoding;
import org.mailroom.mailstore.refusal.Refused;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * FETCH and UID FETCH. What the view holds is answered from it alone; summaries are read a batch at
 * a time, contents one by one straight onto the wire, and no transaction is open meanwhile. RFC
 * 9051 §6.4.5, RFC 7162 §3.1.4, §3.2.6.
 */
final class FetchHandler {
    private static final int BATCH = 200;

    Reply handle(Fetch fetch, Session session) throws IOException {
        Selected selected = session.selected();
        if (fetch.modifiers().vanished() && !mayAskVanished(fetch, session)) {
            // RFC 7162 §3.2.6
            return Reply.bad("VANISHED goes with UID FETCH, CHANGEDSINCE and QRESYNC enabled");
        }
        if (fetch.modifiers().changedSince().isPresent()
                || fetch.items().contains(Attribute.MODSEQ)) {
            session.enableCondstore();
        }
        selected.syncFlags();
        Messages messages = selected.messages(fetch.numbering(), fetch.messages());
        if (fetch.modifiers().changedSince().isPresent()) {
            long since = fetch.modifiers().changedSince().getAsLong();
            if (fetch.modifiers().vanished()) {
                SequenceSet set = fetch.messages();
                SequenceSet uids = set.isSavedResult() ? selected.saved() : set;
                Resync.writeVanished(session, selected, uids, since);
            }
            MailboxView view = selected.announced();
            messages = messages.filter(index -> view.modseq(index) > since);
        }
        long[] marked = markSeen(fetch, messages, session);
        return answer(fetch, messages, marked, session);
    }

    private static boolean mayAskVanished(Fetch fetch, Session session) {
        return fetch.numbering() == Numbering.UID
                && fetch.modifiers().changedSince().isPresent()
                && session.enabled().qresync();
    }

    /** Sets \Seen where reading implies it, in one change before the first answer. */
    private static long[] markSeen(Fetch fetch, Messages messages, Session session)
            throws IOException {
        Selected selected = session.selected();
        if (selected.readOnly() || fetch.items().stream().noneMatch(FetchItem::marksSeen)) {
            return new long[0];
        }
        MailboxView view = selected.announced();
        Messages unseen = messages.filter(index -> !SystemFlag.SEEN.in(view.flags(index)));
        if (unseen.isEmpty()) {
            return new long[0];
        }
        StoreOutcome outcome =
                session.mail()
                        .store(
                                selected.id(),
                                unseen.uids(),
                                FlagChange.add(Flags.of(SystemFlag.SEEN)),
                                Long.MAX_VALUE);
        selected.adopt(outcome.changed(), outcome.view());
        return outcome.changed();
    }

    private static Reply answer(Fetch fetch, Messages messages, long[] marked, Session session)
            throws IOException {
        var items = new ArrayList<FetchItem>(fetch.items());
        boolean modseq = fetch.modifiers().changedSince().isPresent();
        if (modseq && !items.contains(Attribute.MODSEQ)) {
            items.add(Attribute.MODSEQ);
        }
        var answer = new FetchAnswer(session, items, marked);
        if (!answer.needsEmail() && !answer.needsContent()) {
            for (var i = messages.indexes(); i.hasNext(); ) {
                answer.write(i.nextInt());
            }
            return Reply.ok("FETCH completed");
        }
        Reply reply = Reply.ok("FETCH completed");
        int[] batch = new int[BATCH];
        for (var i = messages.indexes(); i.hasNext(); ) {
            int count = 0;
            while (count < BATCH && i.hasNext()) {
                batch[count++] = i.nextInt();
            }
            Reply problem = answerBatch(answer, Arrays.copyOf(batch, count), session);
            reply = problem == null ? reply : problem;
        }
        return reply;
    }

    /**
     * One message that cannot be had keeps nobody from the others; the tagged reply then says so.
     * RFC 2180 §4.1.
     */
    private static @Nullable Reply answerBatch(FetchAnswer answer, int[] batch, Session session)
            throws IOException {
        MailboxView view = session.selected().announced();
        long[] ids = Arrays.stream(batch).mapToLong(view::emailId).toArray();
        Map<Long, Email> emails = answer.needsEmail() ? byId(session.mail().emails(ids)) : Map.of();
        if (answer.needsContent()) {
            session.mail().locate(ids);
        }
        Reply problem = null;
        for (int index : batch) {
            long id = view.emailId(index);
            Email email = emails.get(id);
            if (email == null && answer.needsEmail()) {
                problem =
                        Replies.to(new Refused(Refused.Reason.EXPUNGED, "Some messages are gone"));
                continue;
            }
            try {
                answer.write(index, id, email);
            } catch (Refused e) {
                if (session.midLine()) {
                    throw e;
                }
                problem = Replies.to(e);
            } catch (UnknownTransferEncoding e) {
                problem = Reply.no(Plain.UNKNOWN_CTE, "A transfer encoding nobody knows");
            }
        }
        return problem;
    }

    private static Map<Long, Email> byId(List<Email> found) {
        var emails = new HashMap<Long, Email>();
        found.forEach(email -> emails.put(email.id(), email));
        return emails;
    }
}
