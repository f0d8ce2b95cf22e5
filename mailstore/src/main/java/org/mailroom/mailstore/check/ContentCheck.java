package org.mailroom.mailstore.check;

import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.blob.BlobReader;
import org.mailroom.mailstore.blob.BlobRef;
import org.mailroom.mailstore.mime.MessageScanner;
import org.mailroom.mailstore.mime.Summary;
import org.mailroom.mailstore.rows.BlobRow;
import org.mailroom.mailstore.rows.EmailRow;
import org.mailroom.mailstore.seal.AccountKey;
import org.mailroom.mailstore.seal.BlobId;
import org.mailroom.mailstore.seal.DataKey;
import org.mailroom.mailstore.seal.Digest;
import org.mailroom.mailstore.seal.RecordKind;
import org.mailroom.mailstore.seal.TamperedException;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Opens every email: its data key, its summary, and its content from end to end.
 *
 * <p>No transaction is open while a content is read. What does not open is looked up again before
 * it is reported: it may have been expunged, or moved by a compaction.
 */
final class ContentCheck {
    private static final int PAGE = 100;
    private static final int ATTEMPTS = 3;

    /** Contents read lately: an email to many is stored once, and its rows are neighbours. */
    private static final int READ = 10_000;

    private final Walk walk;
    private final Keys keys;
    private final LinkedHashSet<Long> read = new LinkedHashSet<>();

    ContentCheck(Walk walk, Keys keys) {
        this.walk = walk;
        this.keys = keys;
    }

    /** An email and where its content lies, null if nowhere. */
    private record Stored(EmailRow email, @Nullable BlobRow blob) {}

    void run() {
        long total = count();
        long after = 0;
        long done = 0;
        List<EmailRow> page;
        do {
            long from = after;
            var blobs = new HashMap<Long, BlobRow>();
            page = walk.store().database().read(session -> page(session, from, blobs));
            for (EmailRow email : page) {
                after = email.id;
                check(new Stored(email, blobs.get(email.blobId)));
                walk.at("contents", ++done, Math.max(done, total));
            }
        } while (page.size() == PAGE);
    }

    private long count() {
        return walk.store()
                .database()
                .read(
                        session ->
                                session.createSelectionQuery(
                                                "select count(*) from EmailRow", Long.class)
                                        .getSingleResult());
    }

    private static List<EmailRow> page(
            StatelessSession session, long after, Map<Long, BlobRow> blobs) {
        List<EmailRow> page =
                session.createSelectionQuery(
                                "from EmailRow where id > :after order by id", EmailRow.class)
                        .setParameter("after", after)
                        .setMaxResults(PAGE)
                        .getResultList();
        List<Long> ids = page.stream().map(email -> email.blobId).distinct().toList();
        if (!ids.isEmpty()) {
            session.createSelectionQuery("from BlobRow where id in (:ids)", BlobRow.class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .forEach(blob -> blobs.put(blob.id, blob));
        }
        return page;
    }

    private @Nullable Stored again(long email) {
        return walk.store()
                .database()
                .<@Nullable Stored>read(
                        session -> {
                            EmailRow row = session.get(EmailRow.class, email);
                            return row == null
                                    ? null
                                    : new Stored(row, session.get(BlobRow.class, row.blobId));
                        });
    }

    private void check(Stored first) {
        AccountKey key = keys.find(first.email.accountId);
        if (key == null) {
            return; // removed, or reported with the account
        }
        Stored stored = first;
        Finding.@Nullable Kind problem = content(key, stored);
        for (int attempt = 1; problem != null && attempt < ATTEMPTS; attempt++) {
            Stored now = again(first.email.id);
            if (now == null) {
                return;
            }
            stored = now;
            problem = content(key, stored);
        }
        walk.email(stored.email.size);
        long account = stored.email.accountId;
        long id = stored.email.id;
        if (problem == Finding.Kind.EMAIL_KEY) {
            walk.report(problem, account, id, "the data key of email " + id + " does not unwrap");
        } else if (problem != null) {
            String text =
                    "the content of email "
                            + id
                            + " is missing or not what was stored"
                            + at(stored);
            walk.report(problem, account, id, text);
        }
        summary(key, stored, problem == null);
    }

    private static String at(Stored stored) {
        BlobRow blob = stored.blob;
        return blob == null
                ? ": it has no row " + stored.email.blobId
                : ": segment " + blob.segment + " at " + blob.position;
    }

    /** What is wrong with an email's key or content, null for nothing. */
    private Finding.@Nullable Kind content(AccountKey key, Stored stored) {
        BlobRow blob = stored.blob;
        if (blob == null) {
            return Finding.Kind.EMAIL_CONTENT;
        }
        BlobRef ref;
        try {
            ref = ref(blob);
        } catch (RuntimeException e) {
            return Finding.Kind.EMAIL_CONTENT; // not even the form of a place
        }
        try (DataKey dataKey = key.unwrap(stored.email.wrappedKey, ref.id())) {
            return sound(dataKey, stored, blob, ref) ? null : Finding.Kind.EMAIL_CONTENT;
        } catch (TamperedException e) {
            return Finding.Kind.EMAIL_KEY;
        }
    }

    private boolean sound(DataKey dataKey, Stored stored, BlobRow blob, BlobRef ref) {
        if (blob.sealedLength != ref.sealedSize() || stored.email.size != blob.size) {
            return false;
        }
        try (BlobReader reader = walk.store().blobStore().open(ref, dataKey)) {
            if (read.contains(blob.id)) {
                // this key opens it as well
                return ref.size() == 0 || reader.read(0, new byte[1], 0, 1) == 1;
            }
            if (!reader.digest().equals(ref.digest())) {
                return false;
            }
        } catch (IOException | TamperedException e) {
            return false;
        }
        read.add(blob.id);
        if (read.size() > READ) {
            read.removeFirst();
        }
        return true;
    }

    private static BlobRef ref(BlobRow row) {
        return new BlobRef(
                BlobId.of(row.token),
                new BlobRef.Place(row.segment, row.position),
                row.size,
                Digest.of(row.digest));
    }

    private void summary(AccountKey key, Stored stored, boolean readable) {
        EmailRow email = stored.email;
        if (opens(key, email)) {
            return;
        }
        String text = "the summary of email " + email.id + " does not open";
        BlobRow blob = stored.blob;
        if (readable && blob != null) {
            walk.report(
                    Finding.Kind.EMAIL_SUMMARY,
                    email.accountId,
                    email.id,
                    text,
                    () -> render(key, email, blob));
        } else {
            walk.report(Finding.Kind.EMAIL_SUMMARY, email.accountId, email.id, text);
        }
    }

    private static boolean opens(AccountKey key, EmailRow email) {
        try {
            Summary.decode(key.openRecord(RecordKind.SUMMARY, email.id, email.summary));
            return true;
        } catch (RuntimeException e) {
            // altered, or not what the scanner writes
            return false;
        }
    }

    /** The summary as at delivery, from the content. */
    private boolean render(AccountKey key, EmailRow email, BlobRow blob) {
        BlobRef ref = ref(blob);
        try (DataKey dataKey = key.unwrap(email.wrappedKey, ref.id());
                BlobReader reader = walk.store().blobStore().open(ref, dataKey)) {
            var scanner = new MessageScanner();
            reader.transferTo(scanner, 0, reader.size());
            byte[] plain = scanner.summary().encode();
            byte[] sealed = key.sealRecord(RecordKind.SUMMARY, email.id, plain);
            return walk.repairs()
                    .summary(email.accountId, email.id, sealed, now -> !opens(key, now));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
