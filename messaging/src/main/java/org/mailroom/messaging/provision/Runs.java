package org.mailroom.messaging.provision;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.rows.Ids;
import org.mailroom.mailstore.seal.HashKind;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.rows.ProvisionImportRow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * How far imports have come. What is noted is written behind what was taken and in the order of the
 * commits, so after a crash it is never ahead.
 */
final class Runs {
    private static final short RUNNING = 0;
    private static final short DONE = 1;
    private static final Duration KEEP = Duration.ofDays(30);

    private final Database database;
    private final MasterKeys masters;
    private final InstantSource clock;

    Runs(Database database, MasterKeys masters, InstantSource clock) {
        this.database = database;
        this.masters = masters;
        this.clock = clock;
    }

    /** Same files and same way: same digest. Keyed, so that it tells nothing of the files. */
    String digest(List<ImportFile> files, ImportOptions options) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(
                    options.missing().stream()
                            .sorted()
                            .toList()
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[64 << 10];
            for (ImportFile file : files) {
                try (InputStream in = file.content().open()) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        sha.update(buffer, 0, n);
                    }
                }
                sha.update((byte) 0);
            }
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(masters.hash(HashKind.EXTERNAL_ID, sha.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last run that did not come to its end. */
    Optional<ProvisionImportRow> cutOff(String digest) {
        return database.read(
                session ->
                        session
                                .createSelectionQuery(
                                        "from ProvisionImportRow where digest = :digest and state ="
                                                + " :state order by id desc",
                                        ProvisionImportRow.class)
                                .setParameter("digest", digest)
                                .setParameter("state", RUNNING)
                                .setMaxResults(1)
                                .getResultList()
                                .stream()
                                .findFirst());
    }

    /** Begins a run; what earlier ones of the same files had noted is forgotten. */
    ProvisionImportRow begin(String digest, long total) {
        var begun =
                database.write(
                        session -> {
                            forget(session, digest);
                            var row = new ProvisionImportRow();
                            row.id = database.ids().next(session, Ids.Of.OBJECT);
                            row.digest = digest;
                            row.state = RUNNING;
                            row.total = total;
                            row.created = clock.millis();
                            row.modified = row.created;
                            session.insert(row);
                            return row;
                        });
        return begun.value();
    }

    private void forget(StatelessSession session, String digest) {
        session.createMutationQuery(
                        "delete from ProvisionImportRow where digest = :digest or modified < :old")
                .setParameter("digest", digest)
                .setParameter("old", clock.instant().minus(KEEP).toEpochMilli())
                .executeUpdate();
    }

    /** Notes how far a run has come. */
    void at(ProvisionImportRow run, long position, String counts) {
        run.position = position;
        run.counts = counts;
        save(run);
    }

    void done(ProvisionImportRow run) {
        run.state = DONE;
        save(run);
    }

    private void save(ProvisionImportRow run) {
        run.modified = clock.millis();
        database.write(
                session -> {
                    session.update(run);
                    return true;
                });
    }
}
