package org.mailroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The archive as somebody else unpacks it: in another folder, as an ordinary user. */
@Timeout(120)
class ArchiveIT {
    @TempDir Path directory;

    @Test
    void runsFromAnyFolderAsAnyUser() throws Exception {
        Path home = unpacked();
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("conf/mailroom.yaml")).exists();
        assertThat(home.resolve("docs/operations.md")).exists();
        assertThat(home.resolve("lib/mailroom.aot")).exists();

        Path work = Files.createDirectory(directory.resolve("work"));
        everybodyMayUse(directory, "rwxr-xr-x");
        everybodyMayUse(work, "rwxrwxrwx");
        Process server =
                asOrdinaryUser(
                        work,
                        home.resolve("bin/mailroom")
                                + " serve --demo --set listen.http=127.0.0.1:0"
                                + " --set listen.smtp=off --set listen.submission=off"
                                + " --set listen.submissions=off --set listen.lmtp=off"
                                + " --set listen.imap=off --set listen.imaps=127.0.0.1:0");
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> said = new ArrayList<>();
            String line = lines.readLine();
            while (line != null && !line.contains("Mailroom is ready")) {
                said.add(line);
                line = lines.readLine();
            }
            assertThat(line).as(String.join("\n", said)).isNotNull();
            // What the JVM has to say about its cache would stand first.
            assertThat(said.getFirst()).contains("Settings: " + home);

            Process list = asOrdinaryUser(work, home.resolve("bin/mailroom") + " user list");
            String users = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(list.waitFor()).as(users).isZero();
            assertThat(users).contains("alice@demo.test");
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
        }
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private Path unpacked() throws Exception {
        Path archive;
        try (Stream<Path> built = Files.list(Repository.root().resolve("server/target"))) {
            archive = built.filter(f -> f.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
        }
        Process tar =
                new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", directory.toString())
                        .inheritIO()
                        .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> made = Files.list(directory)) {
            return made.findFirst().orElseThrow();
        }
    }

    private static void everybodyMayUse(Path path, String permissions) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    /** As nobody where we are root; otherwise we are ordinary ourselves. */
    private static Process asOrdinaryUser(Path work, String command) throws Exception {
        List<String> words =
                System.getProperty("user.name").equals("root")
                        ? List.of("su", "nobody", "-s", "/bin/sh", "-c", "exec " + command)
                        : List.of("sh", "-c", "exec " + command);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.directory(work.toFile()).start();
    }
}
