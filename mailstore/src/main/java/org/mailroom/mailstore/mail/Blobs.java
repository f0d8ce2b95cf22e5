package org.mailroom.mailstore.mail;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.blob.BlobReader;
import org.mailroom.mailstore.blob.BlobRef;
import org.mailroom.mailstore.blob.BlobStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.BlobRow;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.EmailRows;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.DataKey;
import org.mailroom.mailstore.seal.Digest;
import org.mailroom.mailstore.seal.TamperedException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Blobs and the rows that say where they lie. */
final class Blobs {
    private final BlobStore store;
    private final Database database;
    private final Cache<Long, EmailRows.StoredContent> places =
            Caffeine.newBuilder().maximumSize(20_000).build();

    Blobs(BlobStore store, Database database) {
        this.store = store;
        this.database = database;
    }

    /** Brings finished messages to disk, together. The caller holds no lock. */
    List<BlobRef> keep(List<Incoming> messages) {
        try {
            var refs = new ArrayList<BlobRef>(messages.size());
            for (Incoming message : messages) {
                refs.add(store.put(message.staged()));
            }
            store.syncing(refs).await();
            return refs;
        } catch (IOException e) {
            throw Incoming.unavailable(e);
        }
    }

    /** The rows of kept blobs, each to be used by so many emails; their ids. */
    List<Long> insert(StatelessSession session, List<BlobRef> refs, int users) {
        var rows = new ArrayList<BlobRow>(refs.size());
        for (BlobRef ref : refs) {
            var row = new BlobRow();
            row.id = database.ids().next(session, Ids.Of.BLOB);
            row.token = ref.id().toBytes();
            row.segment = ref.place().segment();
            row.position = ref.place().offset();
            row.sealedLength = ref.sealedSize();
            row.size = ref.size();
            row.digest = ref.digest().toBytes();
            row.refs = users;
            rows.add(row);
        }
        EmailRows.insertBlobs(session, rows);
        return rows.stream().map(row -> row.id).toList();
    }

    /** Gives the disk back what no row refers to any more. */
    void compact() throws IOException {
        store.compact(new BlobRows(database));
    }

    /** Finds in one go where the contents of these emails lie. */
    void locate(long account, long[] emails) {
        var missing = new ArrayList<Long>();
        for (long id : emails) {
            if (places.getIfPresent(id) == null) {
                missing.add(id);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        for (EmailRows.StoredContent c : database.read(s -> EmailRows.contents(s, missing))) {
            places.put(c.email(), c);
        }
    }

    /** Opens an email's content. EXPUNGED if it is gone. */
    Content open(AccountKey key, long account, long email) {
        for (int attempt = 0; ; attempt++) {
            locate(account, new long[] {email});
            EmailRows.StoredContent found = places.getIfPresent(email);
            if (found == null || found.account() != account) {
                throw new Refused(Refused.Reason.EXPUNGED, "The message is gone");
            }
            BlobRef ref = ref(found);
            try {
                DataKey dataKey = key.unwrap(found.wrappedKey(), ref.id());
                BlobReader reader = store.open(ref, dataKey);
                return new Content(reader, email);
            } catch (IOException e) {
                // compaction moved it, or it was expunged, since we noted the place: look again
                places.invalidate(email);
                if (attempt == 2) {
                    throw Incoming.unavailable(e);
                }
            } catch (TamperedException e) {
                throw Content.corrupt(email, e);
            }
        }
    }

    /** Emails that are gone are not to be opened any more. */
    void forget(Collection<Long> emails) {
        places.invalidateAll(emails);
    }

    private static BlobRef ref(EmailRows.StoredContent c) {
        return new BlobRef(
                BlobId.of(c.token()),
                new BlobRef.Place(c.segment(), c.position()),
                c.size(),
                Digest.of(c.digest()));
    }
}
