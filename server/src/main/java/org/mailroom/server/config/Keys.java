package org.mailroom.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The master keys, without which no stored mail can be read. Keep a copy of them, and keep them out
 * of the backups of the data directory.
 *
 * @param file keystore; made at the first start. Empty: {@code master.bcfks} in a directory beside
 *     the data directory, whose name ends in {@code -keys}; with {@code --demo} inside it.
 * @param passwordFile file with the keystore's password; made with a random one when missing.
 *     Empty: {@code password} beside the keystore.
 * @param secrets instead of a keystore: master keys of 32 bytes in base64, the active one first.
 *     Meant for the environment: {@code MAILROOM_KEYS_SECRETS}.
 */
public record Keys(Optional<Path> file, Optional<Path> passwordFile, List<String> secrets) {

    public static final Keys DEFAULT = new Keys(Optional.empty(), Optional.empty(), List.of());

    public Keys {
        secrets = List.copyOf(secrets);
    }

    /** The keystore of a server with this data directory. */
    public Path fileFor(Path data) {
        Path absolute = data.toAbsolutePath().normalize();
        return file.orElseGet(
                () -> absolute.resolveSibling(absolute.getFileName() + "-keys/master.bcfks"));
    }

    /** The file with its password. */
    public Path passwordFileFor(Path data) {
        return passwordFile.orElseGet(() -> fileFor(data).resolveSibling("password"));
    }

    /** Secrets are not shown. */
    @Override
    public String toString() {
        return "Keys[" + file + ", " + secrets.size() + " secrets]";
    }
}
