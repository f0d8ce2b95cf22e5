package org.mailroom.messaging.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.testkit.Postgres;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Kill -9 under load: every acknowledged action has its record, every message in a mailbox has one,
 * no record speaks of a message that is not there, and the chain is whole. {@code -Dkills=50} for
 * the long form.
 */
@Timeout(300)
class AuditKillTest {
    private static final int KILLS = Integer.getInteger("kills", 3);

    @TempDir Path directory;

    @Test
    void nothingAcknowledgedIsMissingOnTheEmbeddedDatabase() throws Exception {
        killAndLook("", KILLS);
    }

    @Test
    void nothingAcknowledgedIsMissingOnPostgres() throws Exception {
        killAndLook(Postgres.freshDatabase().url(), Math.max(2, KILLS / 2));
    }

    private void killAndLook(String url, int kills) throws Exception {
        var random = new Random();
        try (TestStore test = AuditLoad.open(directory, url)) {
            test.account("ann@example.org");
            test.account("bob@example.org");
        }
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 0; kill < kills; kill++) {
            load(url, kill, 50 + random.nextInt(1_000), acknowledged);
            look(url, acknowledged, kill);
        }
        assertThat(acknowledged).hasSizeGreaterThan(kills * 20);
    }

    private void load(String url, int run, int lines, Set<String> acknowledged) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx512m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AuditLoad.class.getName(),
                                directory.toString(),
                                url,
                                Integer.toString(run))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            int seen = 0;
            String line;
            String whole = null;
            while ((line = reader.readLine()) != null) {
                // the last line may be cut off by the kill: it counts when another follows
                if (whole != null) {
                    acknowledged.add(whole);
                }
                whole = line.startsWith("email ") || line.startsWith("token ") ? line : null;
                if (++seen == lines) {
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private void look(String url, Set<String> acknowledged, int kill) {
        try (AuditKit kit = AuditKit.of(AuditLoad.open(directory, url))) {
            kit.log().catchUp();
            AuditVerify.Result result = kit.verify();
            assertThat(result.bad()).as("kill %d", kill).isEmpty();
            Set<String> recorded = new HashSet<>();
            Set<Long> delivered = new TreeSet<>();
            for (AuditReader.Raw raw : kit.log().reader().raw(0, (int) result.size())) {
                String object = raw.says().object().orElse("");
                if (object.startsWith("email ")) {
                    String email = object.substring(0, object.indexOf(" mailbox"));
                    recorded.add(email);
                    delivered.add(Long.parseLong(email.substring(6)));
                } else {
                    recorded.add(object);
                }
            }
            assertThat(recorded).as("kill %d", kill).containsAll(acknowledged);
            for (String token : acknowledged) {
                if (token.startsWith("token ")) {
                    assertThat(recorded).contains(token.replace("token", "earlier"));
                }
            }
            assertThat(delivered).as("kill %d", kill).isEqualTo(emails(kit.test()));
        }
    }

    private static Set<Long> emails(TestStore test) {
        var bob = test.store().accounts().byAddress("bob@example.org").orElseThrow().id();
        try (AccountMail mail = test.mail(bob)) {
            MailboxView view = mail.open(mail.view().mailbox(MailboxName.INBOX).orElseThrow().id());
            Set<Long> all = new TreeSet<>();
            for (int i = 0; i < view.size(); i++) {
                all.add(view.emailId(i));
            }
            return all;
        }
    }
}
