package org.mailroom.mailstore.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;

@Timeout(60)
class MasterKeysTest {
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir Path directory;

    private Path file() {
        return directory.resolve("keys").resolve("master.bcfks");
    }

    @Test
    void keysSurviveReopening() throws IOException {
        byte[] wrapped;
        byte[] hash;
        byte[] sealed;
        String id;
        try (MasterKeys keys = MasterKeys.openOrCreate(file(), PASSWORD)) {
            assertThat(keys.created()).isTrue();
            AccountKey account = keys.newAccountKey(5);
            wrapped = keys.wrap(account);
            sealed = account.sealRecord(RecordKind.OTHER, 1, "plain".getBytes(UTF_8));
            hash = keys.hash(HashKind.ADDRESS, "a@demo.test".getBytes(UTF_8));
            id = keys.activeId();
        }
        try (MasterKeys keys = MasterKeys.openOrCreate(file(), PASSWORD)) {
            assertThat(keys.created()).isFalse();
            assertThat(keys.activeId()).isEqualTo(id);
            AccountKey account = keys.unwrap(5, wrapped);
            assertThat(account.openRecord(RecordKind.OTHER, 1, sealed))
                    .asString()
                    .isEqualTo("plain");
            assertThat(keys.hash(HashKind.ADDRESS, "a@demo.test".getBytes(UTF_8))).isEqualTo(hash);
        }
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws IOException {
        MasterKeys.create(file(), PASSWORD).rotate();
        Path password = file().resolveSibling("password");
        MasterKeys.passwordFile(password);
        for (Path path : List.of(file(), password)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aWrongPasswordIsSaidAsSuch() throws IOException {
        MasterKeys.create(file(), PASSWORD).close();
        assertThatThrownBy(() -> MasterKeys.open(file(), "wrong".toCharArray()))
                .isInstanceOf(KeystoreException.class)
                .hasMessageContaining("wrong password");
    }

    @Test
    void aDamagedOrMissingKeystoreIsNotReplaced() throws IOException {
        assertThatThrownBy(() -> MasterKeys.open(file(), PASSWORD))
                .isInstanceOf(KeystoreException.class)
                .hasMessageContaining("no keystore");
        MasterKeys.create(file(), PASSWORD).close();
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(), bytes);
        assertThatThrownBy(() -> MasterKeys.openOrCreate(file(), PASSWORD))
                .isInstanceOf(KeystoreException.class);
        assertThatThrownBy(() -> MasterKeys.create(file(), PASSWORD))
                .isInstanceOf(KeystoreException.class)
                .hasMessageContaining("already there");
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    }

    @Test
    void rotationRewrapsAndHashesStay() throws IOException {
        try (MasterKeys keys = MasterKeys.create(file(), PASSWORD)) {
            AccountKey account = keys.newAccountKey(5);
            byte[] sealed = account.sealRecord(RecordKind.OTHER, 1, "plain".getBytes(UTF_8));
            byte[] old = keys.wrap(account);
            byte[] entry = keys.sealDirectory(RecordKind.ADDRESS, 9, "entry".getBytes(UTF_8));
            byte[] hash = keys.hash(HashKind.ADDRESS, "a@demo.test".getBytes(UTF_8));
            String first = keys.activeId();
            String second = keys.rotate();

            assertThat(second).isEqualTo(keys.activeId()).isNotEqualTo(first);
            assertThat(keys.ids()).containsExactly(second, first);
            assertThat(keys.hash(HashKind.ADDRESS, "a@demo.test".getBytes(UTF_8))).isEqualTo(hash);
            assertThat(keys.current(old)).isFalse();
            byte[] rewrapped = keys.rewrap(5, old);
            byte[] resealed = keys.resealDirectory(RecordKind.ADDRESS, 9, entry);
            assertThat(keys.current(rewrapped)).isTrue();
            assertThat(keys.current(resealed)).isTrue();
            assertThat(keys.openDirectory(RecordKind.ADDRESS, 9, entry))
                    .asString()
                    .isEqualTo("entry");

            keys.retire(first);
            assertThat(keys.ids()).containsExactly(second);
            assertThat(keys.unwrap(5, rewrapped).openRecord(RecordKind.OTHER, 1, sealed))
                    .asString()
                    .isEqualTo("plain");
            assertThat(keys.openDirectory(RecordKind.ADDRESS, 9, resealed))
                    .asString()
                    .isEqualTo("entry");
            assertThatThrownBy(() -> keys.unwrap(5, old)).isInstanceOf(TamperedException.class);
            assertThatThrownBy(() -> keys.retire(second))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The command line rotates while the server runs. */
    @Test
    void aKeyAddedByAnotherProcessIsFound() throws IOException {
        try (MasterKeys server = MasterKeys.create(file(), PASSWORD);
                MasterKeys commandLine = MasterKeys.open(file(), PASSWORD)) {
            byte[] wrapped = server.wrap(server.newAccountKey(5));
            String added = commandLine.rotate();
            byte[] rewrapped = commandLine.rewrap(5, wrapped);
            assertThat(server.unwrap(5, rewrapped).accountId()).isEqualTo(5);
            assertThat(server.activeId()).isEqualTo(added);
        }
    }

    @Test
    void wrappedKeysAreBoundToTheirAccount() throws IOException {
        try (MasterKeys keys = MasterKeys.ofSecrets(List.of(secret(1)))) {
            byte[] wrapped = keys.wrap(keys.newAccountKey(5));
            assertThat(wrapped).hasSize(69);
            assertThatThrownBy(() -> keys.unwrap(6, wrapped)).isInstanceOf(TamperedException.class);
            for (int i = 0; i < wrapped.length; i++) {
                byte[] altered = wrapped.clone();
                altered[i] ^= 1;
                assertThatThrownBy(() -> keys.unwrap(5, altered))
                        .isInstanceOf(TamperedException.class);
            }
        }
    }

    @Test
    void directoryRecordsAreBoundToKindAndRow() throws IOException {
        try (MasterKeys keys = MasterKeys.ofSecrets(List.of(secret(1)))) {
            byte[] sealed = keys.sealDirectory(RecordKind.ADDRESS, 9, "entry".getBytes(UTF_8));
            assertThatThrownBy(() -> keys.openDirectory(RecordKind.ADDRESS, 8, sealed))
                    .isInstanceOf(TamperedException.class);
            assertThatThrownBy(() -> keys.openDirectory(RecordKind.CREDENTIAL, 9, sealed))
                    .isInstanceOf(TamperedException.class);
        }
    }

    @Test
    void environmentSecretsRotateByPuttingANewOneInFront() throws IOException {
        try (MasterKeys before = MasterKeys.ofSecrets(List.of(secret(1)));
                MasterKeys after = MasterKeys.ofSecrets(List.of(secret(2), secret(1)))) {
            byte[] wrapped = before.wrap(before.newAccountKey(5));
            byte[] rewrapped = after.rewrap(5, wrapped);
            assertThat(after.current(rewrapped)).isTrue();
            byte[] address = "a@demo.test".getBytes(UTF_8);
            assertThat(after.hash(HashKind.ADDRESS, address))
                    .isEqualTo(before.hash(HashKind.ADDRESS, address));
            assertThatThrownBy(after::rotate).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aBadSecretIsRefusedWithoutBeingQuoted() {
        for (String bad : List.of("", "c2hvcnQ=", "%%% not base64 %%%")) {
            assertThatThrownBy(() -> MasterKeys.ofSecrets(List.of(bad)))
                    .isInstanceOf(KeystoreException.class)
                    .hasMessage("a master key must be 32 bytes in base64")
                    .hasNoCause();
        }
    }

    @Test
    void onceClosedNothingIsSealedUnderWipedKeys() throws IOException {
        MasterKeys keys = MasterKeys.ofSecrets(List.of(secret(1)));
        AccountKey account = keys.newAccountKey(5);
        keys.close();
        assertThatThrownBy(() -> keys.wrap(account)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.sealDirectory(RecordKind.ADDRESS, 1, new byte[3]))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.hash(HashKind.ADDRESS, new byte[3]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void thePasswordFileIsMadeOnce() throws IOException {
        Path password = directory.resolve("password");
        char[] made = MasterKeys.passwordFile(password);
        assertThat(made).hasSizeGreaterThan(40);
        assertThat(MasterKeys.passwordFile(password)).isEqualTo(made);
    }

    private static String secret(int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
