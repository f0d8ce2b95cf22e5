package org.mailroom.mailstore.seal;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import javax.crypto.spec.SecretKeySpec;

/**
 * The keystore file, in Bouncy Castle's BCFKS format: entry {@code index} and entries {@code
 * master-000001} and up, the highest being the active one. It is replaced whole: written beside,
 * synced, renamed.
 */
final class Keystore implements AutoCloseable {
    private static final String INDEX = "index";
    private static final String MASTER = "master-";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final char[] password;

    /** Of the file as it was last read. */
    private volatile String version = "";

    Keystore(Path file, char[] password) {
        this.file = file.toAbsolutePath();
        this.password = password.clone();
    }

    KeyRing read() throws IOException {
        byte[] bytes;
        try {
            version = presentVersion();
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new KeystoreException("no keystore " + file, e);
        }
        try {
            KeyStore store = empty();
            store.load(new ByteArrayInputStream(bytes), password);
            List<KeyRing.Master> masters = new ArrayList<>();
            List<String> aliases = Collections.list(store.aliases());
            aliases.sort(Collections.reverseOrder());
            for (String alias : aliases) {
                if (alias.startsWith(MASTER)) masters.add(new KeyRing.Master(key(store, alias)));
            }
            return new KeyRing(masters, key(store, INDEX));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new KeystoreException("wrong password, or damaged: keystore " + file, e);
        }
    }

    /** Whether somebody has replaced the file since it was last read. */
    boolean changed() throws IOException {
        return !presentVersion().equals(version);
    }

    // Replacing makes a new file, which has another key even within the clock's resolution.
    private String presentVersion() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.lastModifiedTime() + " " + attributes.fileKey();
    }

    void create(KeyRing ring) throws IOException {
        Files.createDirectories(directoryOf(file));
        writeNew(file, encoded(ring));
    }

    /** Reads, changes and replaces the file, shutting out other processes that do the same. */
    KeyRing update(UnaryOperator<KeyRing> change) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".lock");
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(beside, options, OWNER_ONLY)) {
            channel.lock(); // until the channel closes
            KeyRing changed = change.apply(read());
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(next);
            write(next, encoded(changed));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(directoryOf(file));
            return changed;
        }
    }

    private byte[] encoded(KeyRing ring) throws IOException {
        try {
            KeyStore store = empty();
            store.load(null, null);
            put(store, INDEX, ring.index());
            int number = ring.masters().size();
            for (KeyRing.Master master : ring.masters()) {
                String alias = String.format(Locale.ROOT, "%s%06d", MASTER, number--);
                put(store, alias, master.secret());
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, password);
            return out.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new KeystoreException("keystore " + file, e);
        }
    }

    private void put(KeyStore store, String alias, byte[] secret) throws GeneralSecurityException {
        store.setKeyEntry(alias, new SecretKeySpec(secret, "AES"), password, null);
    }

    private byte[] key(KeyStore store, String alias) throws GeneralSecurityException, IOException {
        @Nullable Key key = store.getKey(alias, password);
        if (key == null) throw new KeystoreException("no entry " + alias);
        byte[] secret = key.getEncoded();
        if (secret.length != Aead.KEY) throw new KeystoreException("entry " + alias);
        return secret;
    }

    private static KeyStore empty() throws GeneralSecurityException {
        return KeyStore.getInstance("BCFKS", new BouncyCastleProvider());
    }

    /** Makes a file of the owner's only, which must not be there yet; complete or not at all. */
    static void writeNew(Path target, byte[] content) throws IOException {
        Path file = target.toAbsolutePath();
        Path next = Files.createTempFile(directoryOf(file), ".new", "", OWNER_ONLY);
        try {
            write(next, content);
            // A link, other than a rename, never replaces a file made meanwhile.
            Files.createLink(file, next);
        } catch (FileAlreadyExistsException e) {
            throw new KeystoreException("already there: " + file, e);
        } finally {
            Files.deleteIfExists(next);
        }
        syncDirectory(directoryOf(file));
    }

    private static void write(Path file, byte[] content) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, OWNER_ONLY)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file, not the root");
    }

    @Override
    public void close() {
        Arrays.fill(password, '\0');
    }
}
