package org.mailroom.messaging.audit;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.Shipment;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.testkit.TestStore;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A store with its audit log. Close it. */
public final class AuditKit implements AutoCloseable {
    private final InstantSource clock;
    private TestStore test;
    private AuditLog log;

    private AuditKit(TestStore test, InstantSource clock) {
        this.test = test;
        this.clock = clock;
        this.log = open(test, clock);
    }

    public static AuditKit of(TestStore test) {
        return new AuditKit(test, InstantSource.system());
    }

    public static AuditKit of(TestStore test, InstantSource clock) {
        return new AuditKit(test, clock);
    }

    private static AuditLog open(TestStore test, InstantSource clock) {
        var settings = new AuditSettings(100, Duration.ofHours(1), Optional.empty());
        return AuditLog.open(
                test.store(), test.masters(), test.directory().resolve("data"), settings, clock);
    }

    public TestStore test() {
        return test;
    }

    public AuditLog log() {
        return log;
    }

    Path data() {
        return test.directory().resolve("data");
    }

    /** Closes it and opens it again. */
    void reopen() {
        log.close();
        test = test.reopen();
        log = open(test, clock);
    }

    /** What somebody does who can write to the database. */
    int sql(String sql, Object... values) {
        return test.store()
                .database()
                .write(
                        session ->
                                session.doReturningWork(
                                        connection -> {
                                            try (PreparedStatement s =
                                                    connection.prepareStatement(sql)) {
                                                for (int i = 0; i < values.length; i++) {
                                                    s.setObject(i + 1, values[i]);
                                                }
                                                return s.executeUpdate();
                                            }
                                        }))
                .value();
    }

    List<LogRows.Stored> rows(long from, int count) {
        return test.store()
                .database()
                .read(s -> s.doReturningWork(c -> LogRows.from(c, from, count)));
    }

    AuditVerify.Result verify() {
        return log.verification().run(Optional.empty(), n -> {});
    }

    /** A message into somebody's INBOX. */
    public long deliver(AccountId sender, AccountId recipient, String subject) {
        try (Incoming incoming = test.incoming(TestStore.message(subject, "…"))) {
            var copy = new Shipment.Copy(recipient, MailboxName.INBOX, Flags.NONE);
            var parcel = new Shipment.Fresh(incoming, List.of(copy));
            return test.store()
                    .deliverer()
                    .deliver(new Shipment(List.of(parcel), Instant.now()).by(sender))
                    .orElseThrow()
                    .getFirst()
                    .getFirst()
                    .emails()[0];
        }
    }

    @Override
    public void close() {
        log.close();
        test.close();
    }
}
