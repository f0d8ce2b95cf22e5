package org.mailroom.mailstore.check;

import org.mailroom.mailstore.mail.MailStore;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Walks everything in a store: every sealed thing opens, every content has the length and digest
 * recorded, every counter equals a recount, nothing is left over.
 *
 * <p>The store may serve meanwhile. Rows are compared with each other in one snapshot, so that a
 * change under way is no finding; contents are read outside of it, and a row whose content does not
 * open is looked at again, as it may have been expunged or moved. Memory stays the same for any
 * number of messages.
 */
public final class Verify {
    private final MailStore store;
    private final Consumer<Finding> findings;
    private final Progress progress;

    /**
     * @param findings hears each finding as it is made, on the calling thread
     */
    public Verify(MailStore store, Consumer<Finding> findings, Progress progress) {
        this.store = store;
        this.findings = findings;
        this.progress = progress;
    }

    /**
     * Only looks.
     *
     * @throws IOException when segment files cannot be listed
     */
    public Verified run() throws IOException {
        return walk(false);
    }

    /**
     * Rebuilds what can be rebuilt: counters from the messages, summaries from their contents;
     * takes away what belongs to nothing. What cannot be read is reported and left as it is. Each
     * repair is one transaction under the account's lock and counts anew, so that it is right
     * whatever has happened since the snapshot.
     */
    public Verified repair() throws IOException {
        return walk(true);
    }

    private Verified walk(boolean repair) throws IOException {
        var walk = new Walk(store, findings, progress, repair);
        try (var keys = new Keys(store)) {
            store.database()
                    .snapshot(
                            session -> {
                                new AccountCheck(walk, keys, session).run();
                                new CountCheck(walk, session).run();
                                return true;
                            });
            new ContentCheck(walk, keys).run();
            new SegmentCheck(walk).run();
        }
        return walk.verified();
    }
}
