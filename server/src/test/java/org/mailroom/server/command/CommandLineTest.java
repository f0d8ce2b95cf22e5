package org.mailroom.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.server.ServerKit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The command line on a data directory that no server has open. */
@Timeout(60)
class CommandLineTest {
    @TempDir Path directory;

    private ServerKit kit() {
        return new ServerKit(directory);
    }

    private String ok(String... arguments) {
        return ok(kit(), arguments);
    }

    private static String ok(ServerKit kit, String... arguments) {
        int exit = kit.run(arguments);
        assertThat(exit).as(kit.errors() + kit.output()).isZero();
        return kit.output();
    }

    private String fails(int exit, String... arguments) {
        ServerKit kit = kit();
        assertThat(kit.run(arguments)).as(kit.output()).isEqualTo(exit);
        return kit.errors();
    }

    @Test
    void wrongUsageIsTwoAndSaysWhatIsRight() {
        assertThat(fails(2)).contains("Usage: mailroom");
        assertThat(fails(2, "usr", "add")).contains("usr");
        assertThat(fails(2, "user", "add")).contains("ADDRESS");
        assertThat(fails(2, "export", "alice", "x")).contains("--format");
        assertThat(ok("--version")).contains("Mailroom");
        assertThat(ok("--help")).contains("import", "verify", "keys").doesNotContain("warm-up");
    }

    @Test
    void settingsThatAreWrongAreOneAndNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("m.yaml"), "listen:\n  imap: nowhere\n");
        assertThat(fails(1, "config", "check", "--config", "m.yaml"))
                .contains(file + ":2: listen.imap: expected an address such as");
        assertThat(ok("config", "check", "--set", "listen.imap=off")).contains("fine");
    }

    @Test
    void peopleComeAndGo() {
        ok(
                kit().typing("correct horse"),
                "user",
                "add",
                "alice",
                "--name",
                "Alice A.",
                "--alias",
                "al@localhost",
                "--quota",
                "1GiB");
        ok(kit().typing("battery staple"), "user", "add", "Bob@localhost");

        assertThat(ok("user", "list").lines())
                .containsExactly(
                        "alice@localhost  (Alice A.; also al@localhost; quota 1073741824 bytes)",
                        "bob@localhost");
        assertThat(ok("mailbox", "list", "alice"))
                .contains("INBOX", "Sent  \\Sent", "Trash  \\Trash");

        ServerKit again = kit();
        assertThat(again.run("user", "add", "alice")).isEqualTo(1);
        assertThat(again.errors()).isEqualTo("mailroom: alice@localhost is there already\n");
        assertThat(fails(1, "user", "add", "x@elsewhere.test")).contains("directory.domains");
        ServerKit tooShort = kit().typing("short");
        assertThat(tooShort.run("user", "add", "carol")).isEqualTo(1);
        assertThat(tooShort.errors()).contains("shorter");

        ok(kit().typing("correct horse battery"), "user", "passwd", "al@localhost");
        ok("user", "suspend", "bob");
        assertThat(ok("user", "list")).contains("bob@localhost  (suspended)");
        ok("user", "resume", "bob");
        assertThat(fails(1, "user", "remove", "bob")).contains("--yes");
        ok("user", "remove", "bob", "--yes");
        assertThat(ok("user", "list")).doesNotContain("bob");
        assertThat(fails(1, "mailbox", "list", "bob")).contains("nobody here is called");
    }

    @Test
    void mailGoesInAndOutAndIsVerified() throws Exception {
        ok(kit().typing("correct horse"), "user", "add", "alice");
        Path in = Files.createDirectories(directory.resolve("in"));
        Files.writeString(in.resolve("1.eml"), "Subject: one\n\nbody\n");
        assertThat(ok("import", "alice", "in", "--into", "Archive")).contains("1  Archive");
        assertThat(ok("export", "alice", "out", "--format", "mbox")).contains("1  exported");
        assertThat(Files.readString(directory.resolve("out/Archive.mbox"))).contains("body\n");
        assertThat(fails(1, "export", "alice", "out", "--format", "mbox")).contains("not empty");
        assertThat(fails(1, "import", "alice", "gone")).contains("no such file");
        Path empty = Files.createDirectories(directory.resolve("empty"));
        assertThat(fails(1, "import", "alice", "empty")).contains("no mail found at " + empty);
        assertThat(ok("verify")).contains("1 messages").contains("Nothing is wrong");
    }

    @Test
    void masterKeysRotateAndOldMailStaysReadable() throws Exception {
        ok(kit().typing("correct horse"), "user", "add", "alice");
        Path in = Files.createDirectories(directory.resolve("in"));
        Files.writeString(in.resolve("1.eml"), "Subject: one\n\nbody\n");
        ok("import", "alice", "in");
        String before = ok("keys", "list");
        assertThat(ok("keys", "rotate")).contains("1 accounts moved", "master.bcfks");
        assertThat(ok("keys", "list").lines()).hasSize(2).contains(before.strip());
        assertThat(ok("verify")).contains("Nothing is wrong");
    }

    @Test
    void oldDataIsNotOpenedWithANewKey() throws Exception {
        ok(kit().typing("correct horse"), "user", "add", "alice");
        Files.delete(directory.resolve("data-keys/master.bcfks"));
        assertThat(fails(1, "user", "list")).contains("no keystore");
    }
}
