package org.mailroom.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.server.ServerKit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The audit log at the command line. */
@Timeout(60)
class AuditCommandTest {
    @TempDir Path directory;

    private String ok(String... arguments) {
        ServerKit kit = new ServerKit(directory).typing("correct horse");
        assertThat(kit.run(arguments)).as(kit.errors() + kit.output()).isZero();
        return kit.output();
    }

    @Test
    void whatIsDoneAtTheCommandLineIsShownProvedAndExported() throws Exception {
        ok("user", "add", "alice");
        ok("mailbox", "list", "alice");
        ok("export", "alice", "mail", "--format", "mbox");

        assertThat(ok("audit", "show", "--account", "alice", "--access").lines().toList())
                .hasSize(2)
                .allMatch(line -> line.contains("by command line  of alice@localhost"))
                .anyMatch(line -> line.contains("mail-exported (high)"))
                .anyMatch(line -> line.contains("mail-opened (medium)"));
        assertThat(ok("audit", "show", "--account", "alice", "--access"))
                .as("looking is an access, too")
                .contains("audit-read");
        assertThat(ok("audit", "show")).contains("mail-exported");

        String early = ok("audit", "checkpoint");
        Path file = Files.writeString(directory.resolve("early"), early);
        assertThat(ok("audit", "checkpoint", "--key")).startsWith("mailroom-audit-");
        assertThat(ok("audit", "verify", "--checkpoint", file.toString()))
                .contains("Nothing is wrong");
        assertThat(ok("audit", "prove", "0")).contains("\"path\":[", "\"checkpoint\":");
        assertThat(ok("audit", "prove", "--from", "1")).contains("\"firstRoot\":");

        ok("audit", "export", "log.jsonl");
        List<String> lines = Files.readAllLines(directory.resolve("log.jsonl"));
        assertThat(lines.getFirst()).startsWith("{\"record\":0,").contains("\"hash\":");
        assertThat(lines.getLast()).contains("\"checkpoint\":", "\"key\":");

        ServerKit again = new ServerKit(directory);
        assertThat(again.run("audit", "verify", "--checkpoint", "log.jsonl")).isEqualTo(1);
        assertThat(again.errors()).contains("is no checkpoint");
    }
}
