package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.blob.BlobStore;
import org.mailroom.mailstore.blob.SegmentBlobStore;
import org.mailroom.mailstore.blob.Staging;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.rows.Database;
import org.mailroom.mailstore.seal.MasterKeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The store: accounts, their mail, and what is on its way in. One process opens a data directory at
 * a time. It has no state but what is on disk and caches of it.
 */
public final class MailStore implements AutoCloseable {
    /** A file of this name in a data directory says that a restore has not come to its end. */
    public static final String RESTORING = "restoring";

    private final StoreSettings settings;
    private final Database database;
    private final BlobStore blobStore;
    private final Staging staging;
    private final Accounts accounts;
    private final AccountStates states;
    private final Changer changer;
    private final Blobs blobs;
    private final Emails emails;
    private final Deliverer deliverer;
    private final Housekeeper housekeeper;
    private volatile SendGate sendGate = SendGate.CLOSED;
    private volatile Trail trail = Trail.NONE;

    private MailStore(
            StoreSettings settings,
            Database database,
            BlobStore blobStore,
            Staging staging,
            MasterKeys masters) {
        this.settings = settings;
        this.database = database;
        this.blobStore = blobStore;
        this.staging = staging;
        this.accounts = new Accounts(database, masters);
        this.states =
                new AccountStates(
                        database, accounts, settings.idleAccounts(), settings.viewMessages());
        this.blobs = new Blobs(blobStore, database);
        this.emails = new Emails(database, settings.summaryBytes());
        this.changer = new Changer(database, this::gone);
        this.deliverer = new Deliverer(this);
        this.housekeeper = new Housekeeper(this, settings.housekeeping());
        accounts.onRemoved(this::removed);
    }

    /**
     * Opens a data directory, making it if it is empty.
     *
     * @param directory holds {@code rows*} (embedded database), {@code segments/}, {@code staging/}
     * @param masters stays the caller's to close, after this
     * @throws IOException if it cannot be read or another process has it open
     */
    public static MailStore open(Path directory, StoreSettings settings, MasterKeys masters)
            throws IOException {
        Files.createDirectories(directory);
        if (Files.exists(directory.resolve(RESTORING))) {
            throw new IOException(
                    "a restore into " + directory + " was interrupted: empty it and restore again");
        }
        BlobStore blobs = SegmentBlobStore.open(directory.resolve("segments"), settings.blobs());
        try {
            Staging staging = Staging.open(directory.resolve("staging"), settings.blobs());
            Database database = Database.open(settings.database(), directory);
            var store = new MailStore(settings, database, blobs, staging, masters);
            store.housekeeper.start();
            return store;
        } catch (IOException | RuntimeException e) {
            blobs.close();
            throw e;
        }
    }

    public Accounts accounts() {
        return accounts;
    }

    /**
     * One account's mail; close it after use.
     *
     * @throws Refused NO_PERMISSION unless {@code access} is the owner's or an operator's with a
     *     purpose, which is audited; NONEXISTENT
     */
    public AccountMail mail(Access access, AccountId owner) {
        switch (access) {
            case Access.Owner(AccountId actor) -> {
                if (!actor.equals(owner)) {
                    throw new Refused(
                            Refused.Reason.NO_PERMISSION, "This mail belongs to somebody else");
                }
            }
            case Access.Operator operator -> trail.opened(operator, owner);
        }
        AccountState state = states.acquire(owner);
        try {
            state.published();
            return new AccountMail(this, state, access);
        } catch (RuntimeException e) {
            states.release(state);
            throw e;
        }
    }

    /** From now on everything done is written down there. */
    public void trail(Trail to) {
        trail = to;
    }

    Trail trail() {
        return trail;
    }

    /** A new message on its way in. */
    public Incoming receive() {
        return new Incoming(staging.stage(), settings.messageBytes());
    }

    public Deliverer deliverer() {
        return deliverer;
    }

    /** Who is asked about mail that is to be sent; until then nothing is. */
    public void sendBy(SendGate gate) {
        sendGate = gate;
    }

    public SendGate sendGate() {
        return sendGate;
    }

    /** Largest message taken, in octets. */
    public long messageLimit() {
        return settings.messageBytes();
    }

    /** Clears deleted mail away and compacts files now; returns when that is done. */
    public void housekeep() {
        housekeeper.run();
    }

    private void gone(List<Long> emailIds) {
        emails.forget(emailIds);
        blobs.forget(emailIds);
    }

    private void removed(AccountId id) {
        forget(id);
        housekeeper.wake();
    }

    /** Reads an account's rows anew: something else than its own changes has set them right. */
    public void forget(AccountId id) {
        states.removed(id);
        emails.forget(id.value());
    }

    long quota(AccountId id) {
        return accounts.byId(id).map(Account::quotaBytes).orElse(0L);
    }

    AccountStates states() {
        return states;
    }

    Changer changer() {
        return changer;
    }

    Blobs blobs() {
        return blobs;
    }

    Emails emails() {
        return emails;
    }

    Housekeeper housekeeper() {
        return housekeeper;
    }

    /** For the neighbours inside this module: verify, backup. */
    public Database database() {
        return database;
    }

    /** For the neighbours inside this module: verify, backup. */
    public BlobStore blobStore() {
        return blobStore;
    }

    @Override
    public void close() {
        housekeeper.close();
        database.close();
        try {
            blobStore.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
