package org.mailroom.mailstore.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.hibernate.StatelessSession;
import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.NewAccount;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Filed;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.NewEmail;
import org.mailroom.mailstore.mail.StoreSettings;
import org.mailroom.mailstore.mail.Trail;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.rows.DatabaseSettings;
import org.mailroom.mailstore.seal.MasterKeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** A real store in a directory of its own, for tests of every module. Close it. */
public final class TestStore implements AutoCloseable {
    private static final char[] PASSWORD = "test".toCharArray();

    /** Lets operators in; the audit log is another module's. */
    private static final Trail UNWRITTEN =
            new Trail() {
                @Override
                public void opened(Access.Operator access, AccountId owner) {}

                @Override
                public void done(StatelessSession session, List<Deed> deeds) {}
            };

    private final Path directory;
    private final boolean ours;
    private final StoreSettings settings;
    private final MasterKeys masters;
    private final MailStore store;

    private TestStore(Path directory, boolean ours, StoreSettings settings) throws IOException {
        this.directory = directory;
        this.ours = ours;
        this.settings = settings;
        this.masters = MasterKeys.openOrCreate(directory.resolve("master.bcfks"), PASSWORD);
        this.store = MailStore.open(directory.resolve("data"), settings, masters);
        store.trail(UNWRITTEN);
    }

    /** A new store on embedded H2, deleted when closed. */
    public static TestStore create() {
        return create(s -> s);
    }

    /** A new store with other settings. */
    public static TestStore create(UnaryOperator<StoreSettings> settings) {
        try {
            Path directory = Files.createTempDirectory("mailroom-test");
            return new TestStore(directory, true, settings.apply(StoreSettings.DEFAULT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A new store whose rows are in a fresh database of a real PostgreSQL, which this JVM starts
     * once and stops at its end.
     */
    public static TestStore onPostgres() {
        var database = Postgres.freshDatabase();
        return create(s -> s.with(database));
    }

    /** A store in a directory that stays when it is closed; what was there is opened. */
    public static TestStore in(Path directory) {
        try {
            return new TestStore(directory, false, StoreSettings.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with other settings. */
    public static TestStore in(Path directory, UnaryOperator<StoreSettings> settings) {
        try {
            return new TestStore(directory, false, settings.apply(StoreSettings.DEFAULT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with rows in a PostgreSQL database. */
    public static TestStore in(Path directory, DatabaseSettings database) {
        try {
            return new TestStore(directory, false, StoreSettings.DEFAULT.with(database));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes it and opens the same files and rows again, as after a clean stop. */
    public TestStore reopen() {
        store.close();
        masters.close();
        try {
            return new TestStore(directory, ours, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public MailStore store() {
        return store;
    }

    public MasterKeys masters() {
        return masters;
    }

    /** Holds {@code data/}, the data directory, and the keystore beside it. */
    public Path directory() {
        return directory;
    }

    public Account account(String address) {
        return store.accounts().create(new NewAccount(address));
    }

    /** An account's mail as its owner. */
    public AccountMail mail(AccountId id) {
        return store.mail(new Access.Owner(id), id);
    }

    /** Puts a message into a mailbox. */
    public Filed append(AccountMail mail, MailboxName mailbox, byte[] message, Flags flags) {
        try (Incoming incoming = incoming(message)) {
            return mail.append(
                    mail.view().mailbox(mailbox).orElseThrow().id(),
                    List.of(new NewEmail(incoming, flags, Instant.now())));
        }
    }

    /** A finished message. */
    public Incoming incoming(byte[] message) {
        Incoming incoming = store.receive();
        incoming.write(message, 0, message.length);
        return incoming.finish();
    }

    /** A small message; lines are ended by CRLF. */
    public static byte[] message(String subject, String body) {
        return ("From: Ann <ann@example.org>\r\nTo: Bob <bob@example.org>\r\nSubject: "
                        + subject
                        + "\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nMessage-ID: <"
                        + Integer.toHexString(subject.hashCode())
                        + "."
                        + Integer.toHexString(body.hashCode())
                        + "@example.org>\r\n\r\n"
                        + body
                        + "\r\n")
                .getBytes(UTF_8);
    }

    @Override
    public void close() {
        store.close();
        masters.close();
        if (ours) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
