package org.mailroom.mailstore.mail;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.blob.BlobReader;
import org.mailroom.mailstore.blob.BlobRef;
import org.mailroom.mailstore.blob.BlobStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.BlobRow;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.EmailRow;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.DataKey;
import org.mailroom.mailstore.seal.Digest;
import org.mailroom.mailstore.seal.TamperedException;

import java.io.IOException;
import java.util.List;

/** Blobs and the rows that say where they lie. */
final class Blobs {
    private final BlobStore store;
    private final Database database;

    Blobs(BlobStore store, Database database) {
        this.store = store;
        this.database = database;
    }

    /** Brings finished messages to disk, together. The caller holds no lock. */
    List<BlobRef> keep(List<Incoming> messages) {
        try {
            var refs = new java.util.ArrayList<BlobRef>(messages.size());
            for (Incoming message : messages) {
                refs.add(store.put(message.staged()));
            }
            store.syncing(refs).await();
            return refs;
        } catch (IOException e) {
            throw Incoming.unavailable(e);
        }
    }

    /** The row of a kept blob. */
    long insert(StatelessSession session, BlobRef ref, int refs) {
        var row = new BlobRow();
        row.id = database.ids().next(session, Ids.Of.BLOB);
        row.token = ref.id().toBytes();
        row.segment = ref.place().segment();
        row.position = ref.place().offset();
        row.sealedLength = ref.sealedSize();
        row.size = ref.size();
        row.digest = ref.digest().toBytes();
        row.refs = refs;
        session.insert(row);
        return row.id;
    }

    /** Gives the disk back what no row refers to any more. */
    void compact() throws IOException {
        store.compact(new BlobRows(database));
    }

    static BlobRef ref(BlobRow row) {
        return new BlobRef(
                BlobId.of(row.token),
                new BlobRef.Place(row.segment, row.position),
                row.size,
                Digest.of(row.digest));
    }

    /** Opens an email's content. EXPUNGED if it is gone. */
    Content open(AccountKey key, long accountId, long emailId) {
        for (int attempt = 0; ; attempt++) {
            Found found = database.read(session -> find(session, accountId, emailId));
            try {
                DataKey dataKey = key.unwrap(found.email.wrappedKey, found.ref.id());
                BlobReader reader = store.open(found.ref, dataKey);
                return new Content(reader, emailId);
            } catch (IOException e) {
                // compaction may have moved it between the look and the opening
                if (attempt == 2) {
                    throw Incoming.unavailable(e);
                }
            } catch (TamperedException e) {
                throw Content.corrupt(emailId, e);
            }
        }
    }

    private record Found(EmailRow email, BlobRef ref) {}

    private static Found find(StatelessSession session, long accountId, long emailId) {
        EmailRow email = session.get(EmailRow.class, emailId);
        if (email == null || email.accountId != accountId) {
            throw new Refused(Refused.Reason.EXPUNGED, "The message is gone");
        }
        BlobRow blob = session.get(BlobRow.class, email.blobId);
        if (blob == null) {
            throw new Refused(Refused.Reason.EXPUNGED, "The message is gone");
        }
        return new Found(email, ref(blob));
    }
}
