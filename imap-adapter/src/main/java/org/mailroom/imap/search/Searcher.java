package org.mailroom.imap.search;

import org.mailroom.imap.command.SearchKey;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.refusal.Refused;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the messages a search key names: first by the view, then by looking into those the view
 * leaves in doubt, a batch at a time. RFC 9051 §6.4.4.
 */
public final class Searcher {
    private static final int BATCH = 200;

    private final SearchContext context;
    private final Condition condition;
    private final boolean[] found;
    private final int[] doubtful = new int[BATCH];
    private int doubts;

    private Searcher(SearchContext context, Condition condition) {
        this.context = context;
        this.condition = condition;
        this.found = new boolean[context.view().size()];
    }

    /** Messages that go while they are looked for are not found. */
    public static Found search(SearchKey key, SearchContext context) {
        Searcher searcher = new Searcher(context, new Conditions(context).of(key));
        return searcher.run();
    }

    private Found run() {
        for (int index = 0; index < found.length; index++) {
            switch (condition.atFirst(index)) {
                case YES -> found[index] = true;
                case NO -> {}
                case UNKNOWN -> {
                    doubtful[doubts++] = index;
                    if (doubts == BATCH) {
                        settle();
                    }
                }
            }
        }
        settle();
        int count = 0;
        int[] indexes = new int[found.length];
        for (int index = 0; index < found.length; index++) {
            if (found[index]) {
                indexes[count++] = index;
            }
        }
        return new Found(context.view(), Arrays.copyOf(indexes, count));
    }

    private void settle() {
        long[] ids = new long[doubts];
        for (int i = 0; i < doubts; i++) {
            ids[i] = context.view().emailId(doubtful[i]);
        }
        Map<Long, Email> emails = new HashMap<>();
        if (doubts > 0) {
            // Copies share their email: asked for once, looked at for each.
            long[] distinct = Arrays.stream(ids).distinct().toArray();
            if (condition.cost() == Condition.Cost.CONTENT) {
                context.messages().locate(distinct);
            }
            context.messages().emails(distinct).forEach(email -> emails.put(email.id(), email));
        }
        for (int i = 0; i < doubts; i++) {
            Email email = emails.get(ids[i]);
            found[doubtful[i]] = email != null && holds(doubtful[i], email);
        }
        doubts = 0;
    }

    private boolean holds(int index, Email email) {
        try (Candidate message = new Candidate(index, email, context.messages())) {
            return condition.holds(message);
        } catch (Refused refused) {
            if (refused.reason() == Refused.Reason.EXPUNGED) {
                return false;
            }
            throw refused;
        } catch (IOException e) {
            // The store's trouble, not the client's socket's.
            throw new UncheckedIOException(e);
        }
    }
}
