package org.mailroom.mailstore.seal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The master keys of an installation. They wrap account keys, seal the directory and hash
 * addresses; they touch no message, so that rotating one re-wraps account keys and rewrites no
 * blob.
 *
 * <p>They live in a keystore file ({@link #open}, {@link #create}) or in an environment secret
 * ({@link #ofSecrets}). <b>Who loses them loses every message</b>; who has them and the data
 * directory can read every message. Keep them apart from the data directory and out of its backups.
 *
 * <p>Safe for use by many threads. A process that meets a key that another process has added to the
 * keystore by {@link #rotate} reads the file again.
 */
public final class MasterKeys implements AutoCloseable {
    private static final byte VERSION = 1;
    private static final int HEADER = 1 + Long.BYTES + Aead.NONCE;

    private final @Nullable Keystore keystore;
    private final boolean created;
    private final KeyGuard guard = new KeyGuard("master keys");
    private final ReentrantLock changing = new ReentrantLock();
    private volatile KeyRing ring;

    private MasterKeys(@Nullable Keystore keystore, boolean created, KeyRing ring) {
        this.keystore = keystore;
        this.created = created;
        this.ring = ring;
    }

    /**
     * Opens an existing keystore.
     *
     * @throws KeystoreException when there is none, the password is wrong or the file is damaged
     */
    public static MasterKeys open(Path keystore, char[] password) throws IOException {
        Keystore file = new Keystore(keystore, password);
        return new MasterKeys(file, false, file.read());
    }

    /**
     * Makes a keystore with one master key; readable by its owner only.
     *
     * @throws KeystoreException when there is one already
     */
    public static MasterKeys create(Path keystore, char[] password) throws IOException {
        Keystore file = new Keystore(keystore, password);
        KeyRing ring = KeyRing.fresh();
        file.create(ring);
        return new MasterKeys(file, true, ring);
    }

    /**
     * Opens the keystore, or makes it when there is no such file. Only for a data directory known
     * to be empty or to belong to this keystore: a new key does not open old messages.
     */
    public static MasterKeys openOrCreate(Path keystore, char[] password) throws IOException {
        return Files.exists(keystore) ? open(keystore, password) : create(keystore, password);
    }

    /**
     * Master keys from an environment secret.
     *
     * @param secrets each 32 bytes in base64, the active one first. To rotate, put a new one in
     *     front. The last one also derives the key for lookup hashes and therefore stays for ever.
     */
    public static MasterKeys ofSecrets(List<String> secrets) throws KeystoreException {
        return new MasterKeys(null, false, KeyRing.ofSecrets(secrets));
    }

    /**
     * The password in a file, which is made with a random one (0600) when there is no such file.
     * Kept beside the keystore it protects against nothing but a mislaid copy of the keystore
     * alone.
     */
    public static char[] passwordFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = Base64.getUrlEncoder().withoutPadding().encode(Aead.random(Aead.KEY));
            Keystore.writeNew(file, random);
        }
        return Files.readString(file).strip().toCharArray();
    }

    /** Whether this start made the keystore: say loudly that it wants a backup. */
    public boolean created() {
        return created;
    }

    /** The active master key's id, 16 hexadecimal digits derived from the key itself. */
    public String activeId() {
        return name(ring.active().id());
    }

    /** Ids of all master keys, the active one first. */
    public List<String> ids() {
        return ring.masters().stream().map(m -> name(m.id())).toList();
    }

    /**
     * Adds a new master key, makes it the active one and returns its id. What older keys wrapped
     * still opens; {@link #rewrap} and {@link #resealDirectory} bring it under the new one, after
     * which {@link #retire} drops the old.
     *
     * @throws IllegalStateException when the keys come from an environment secret
     */
    public String rotate() throws IOException {
        changing.lock();
        try {
            ring = keystore().update(KeyRing::rotated);
            return activeId();
        } finally {
            changing.unlock();
        }
    }

    /** Drops a master key that is not the active one. What is still wrapped under it is lost. */
    public void retire(String id) throws IOException {
        changing.lock();
        try {
            long number = HexFormat.fromHexDigitsToLong(id);
            ring = keystore().update(current -> current.without(number));
        } finally {
            changing.unlock();
        }
    }

    /** A new random key for an account; store {@link #wrap}ped. */
    public AccountKey newAccountKey(long accountId) {
        return new AccountKey(accountId, Aead.random(Aead.KEY));
    }

    /** Wraps an account key under the active master key: 69 bytes. */
    public byte[] wrap(AccountKey key) {
        KeyRing.Master master = ring.active();
        return key.using(
                () ->
                        seal(
                                master.id(),
                                master.accounts(),
                                accountAad(key.accountId(), master.id()),
                                key.secret()));
    }

    /**
     * The account key that {@link #wrap} wrapped.
     *
     * @throws TamperedException when altered, of another account, or under an unknown master key
     */
    public AccountKey unwrap(long accountId, byte[] wrapped) {
        KeyRing.Master master = masterOf(wrapped);
        byte[] aad = accountAad(accountId, master.id());
        byte[] secret = open(master.accounts(), aad, wrapped);
        if (secret.length != Aead.KEY) throw new TamperedException("account key");
        return new AccountKey(accountId, secret);
    }

    /** The same account key under the active master key; for rotation. */
    public byte[] rewrap(long accountId, byte[] wrapped) {
        try (AccountKey key = unwrap(accountId, wrapped)) {
            return wrap(key);
        }
    }

    /** Whether a wrapped account key or sealed directory record is under the active master key. */
    public boolean current(byte[] sealed) {
        return masterOf(sealed).id() == ring.active().id();
    }

    /**
     * Seals a record of the directory, which belongs to no account's key. At most 2³² under one
     * master key. Kind and id are authenticated with it.
     */
    public byte[] sealDirectory(RecordKind kind, long recordId, byte[] plain) {
        KeyRing.Master master = ring.active();
        return seal(
                master.id(), master.directory(), directoryAad(kind, recordId, master.id()), plain);
    }

    /**
     * Opens what {@link #sealDirectory} sealed.
     *
     * @throws TamperedException when altered, moved, or under an unknown master key
     */
    public byte[] openDirectory(RecordKind kind, long recordId, byte[] sealed) {
        KeyRing.Master master = masterOf(sealed);
        return open(master.directory(), directoryAad(kind, recordId, master.id()), sealed);
    }

    /** The same directory record under the active master key; for rotation. */
    public byte[] resealDirectory(RecordKind kind, long recordId, byte[] sealed) {
        return sealDirectory(kind, recordId, openDirectory(kind, recordId, sealed));
    }

    /** Keyed hash for lookups in the directory, 32 bytes; rotation does not change it. */
    public byte[] hash(HashKind kind, byte[] value) {
        return guard.using(() -> AccountKey.hash(ring.index(), kind, value));
    }

    /** Wipes the keys. */
    @Override
    public void close() {
        guard.close(ring.keys());
        if (keystore != null) keystore.close();
    }

    private Keystore keystore() {
        if (keystore == null) {
            throw new IllegalStateException(
                    "the master key is an environment secret: put a new one in front of it");
        }
        return keystore;
    }

    private KeyRing.Master masterOf(byte[] sealed) {
        if (sealed.length < HEADER + Aead.TAG || sealed[0] != VERSION) {
            throw new TamperedException("not sealed under a master key");
        }
        long id = ByteBuffer.wrap(sealed).getLong(1);
        KeyRing.Master known = ring.find(id);
        if (known == null && keystore != null) {
            reload();
            known = ring.find(id);
        }
        if (known == null) throw new TamperedException("unknown master key " + name(id));
        return known;
    }

    // Another process may have rotated: the command line does, while the server runs.
    private void reload() {
        changing.lock();
        try {
            if (keystore().changed()) ring = keystore().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            changing.unlock();
        }
    }

    // version | master key id | nonce | ciphertext | tag
    private byte[] seal(long masterId, byte[] key, byte[] aad, byte[] plain) {
        byte[] sealed = new byte[HEADER + plain.length + Aead.TAG];
        byte[] nonce = Aead.random(Aead.NONCE);
        ByteBuffer.wrap(sealed).put(VERSION).putLong(masterId).put(nonce);
        return guard.using(
                () -> {
                    Aead.seal(key, nonce, aad, plain, 0, plain.length, sealed, HEADER);
                    return sealed;
                });
    }

    private byte[] open(byte[] key, byte[] aad, byte[] sealed) {
        byte[] nonce = Arrays.copyOfRange(sealed, HEADER - Aead.NONCE, HEADER);
        byte[] plain = new byte[sealed.length - HEADER - Aead.TAG];
        return guard.using(
                () -> {
                    Aead.open(key, nonce, aad, sealed, HEADER, sealed.length - HEADER, plain, 0);
                    return plain;
                });
    }

    private static byte[] accountAad(long accountId, long masterId) {
        return ByteBuffer.allocate(17).put(VERSION).putLong(accountId).putLong(masterId).array();
    }

    private static byte[] directoryAad(RecordKind kind, long recordId, long masterId) {
        return ByteBuffer.allocate(18)
                .put(VERSION)
                .put(kind.code())
                .putLong(recordId)
                .putLong(masterId)
                .array();
    }

    private static String name(long id) {
        return HexFormat.of().toHexDigits(id);
    }
}
