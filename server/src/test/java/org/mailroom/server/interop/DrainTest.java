package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.transport.testkit.TestClient;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server stopped and killed under load: what it has acknowledged is there afterwards. More
 * kills with {@code -Dmailroom.test.kills=100}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DrainTest {
    private static final int KILLS = Integer.getInteger("mailroom.test.kills", 3);
    private static final Pattern ID = Pattern.compile("Subject: (m-[\\w-]+)");

    @TempDir Path directory;

    /** What the clients of one run were promised, and how their connections ended. */
    private static final class Load {
        private final Queue<String> delivered = new ConcurrentLinkedQueue<>();

        /** "UIDVALIDITY/UID" by the message's name. */
        private final Map<String, String> appended = new java.util.concurrent.ConcurrentHashMap<>();

        private final Queue<String> farewells = new ConcurrentLinkedQueue<>();
        private final List<Thread> clients = new ArrayList<>();
        private final CountDownLatch under;

        private Load(int promises) {
            under = new CountDownLatch(promises);
        }

        /** Clients that send until the server goes away. */
        static Load on(LiveServer server, int run, int promises) {
            Load load = new Load(promises);
            for (int i = 0; i < 3; i++) {
                String name = "m-" + run + "-" + i + "-";
                SmtpMail smtp = i == 2 ? server.toLmtp() : server.toSmtp();
                load.client(smtp.client(), () -> load.deliver(smtp, name + "smtp-"));
                ImapMail imap = server.imap("alice");
                load.client(imap.client(), () -> load.append(imap, name + "imap-"));
            }
            return load;
        }

        private void client(TestClient client, Runnable work) {
            clients.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try (client) {
                                            work.run();
                                        } catch (RuntimeException | AssertionError e) {
                                            // The server went away, and said so or not.
                                            farewells.add(String.valueOf(e.getMessage()));
                                        }
                                    }));
        }

        private void deliver(SmtpMail smtp, String name) {
            for (int i = 0; ; i++) {
                smtp.deliver("bob", message(name + i));
                delivered.add(name + i);
                under.countDown();
            }
        }

        private void append(ImapMail imap, String name) {
            for (int i = 0; ; i++) {
                appended.put(name + i, imap.append("INBOX", message(name + i)));
                under.countDown();
            }
        }

        void isUnderWay() throws InterruptedException {
            assertThat(under.await(30, TimeUnit.SECONDS)).as("promises made").isTrue();
        }

        void join() throws InterruptedException {
            for (Thread client : clients) client.join();
        }
    }

    private static byte[] message(String name) {
        return ("From: app@outside.test\r\nSubject: "
                        + name
                        + "\r\n\r\n"
                        + "A line of a message.\r\n".repeat(100))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The messages of an inbox: "UIDVALIDITY/UID" by name; names come once unless allowed. */
    private static Map<String, String> stored(LiveServer server, String user, boolean twice) {
        Map<String, String> found = new HashMap<>();
        try (ImapMail imap = server.imap(user)) {
            String validity =
                    imap.ok("SELECT INBOX").stream()
                            .filter(line -> line.contains("[UIDVALIDITY "))
                            .map(line -> line.replaceAll("\\D", ""))
                            .findFirst()
                            .orElseThrow();
            imap.bodies(
                    (uid, body) -> {
                        String text = new String(body, StandardCharsets.ISO_8859_1);
                        assertThat(text).endsWith("A line of a message.\r\n".repeat(100));
                        Matcher id = ID.matcher(text);
                        assertThat(id.find()).isTrue();
                        String before = found.put(id.group(1), validity + "/" + uid);
                        assertThat(twice || before == null).as(id.group(1) + " once").isTrue();
                    });
        }
        return found;
    }

    @Test
    void askedToStopItFinishesWhatItHasBegun() throws Exception {
        Load load;
        try (LiveServer server = LiveServer.start(directory).with("alice", "bob")) {
            TestClient idle = TestClient.plain(server.smtp());
            idle.expect("220 *");
            ImapMail idling = server.imap("alice");
            idling.select("INBOX");
            idling.client().send("i IDLE").until("+ *");
            SmtpMail half = server.toSmtp();
            half.begin("bob");
            half.client().sendRaw("Subject: m-half\r\n\r\n");
            load = Load.on(server, 0, 200);
            load.isUnderWay();
            server.terminate();
            assertThat(idle.line()).startsWith("421 ");
            assertThat(idle.atEnd()).isTrue();
            assertThat(idling.client().until("* BYE *").getLast()).isNotEmpty();
            assertThat(idling.client().atEnd()).isTrue();
            // A message half sent is still taken.
            half.client().sendRaw("A line of a message.\r\n".repeat(100) + ".\r\n").expect("250 *");
            half.client().expect("421 *");
            load.join();
            assertThat(server.exit(20)).as(server.log()).isZero();
            assertThat(server.log()).doesNotContain("ERROR", "Exception");
            idle.close();
            idling.close();
            half.close();
        }
        assertThat(load.farewells)
                .as("each client is told")
                .hasSize(6)
                .allMatch(said -> said.contains("421") || said.contains("BYE"));
        try (LiveServer server = LiveServer.start(directory)) {
            Map<String, String> bob = stored(server, "bob", false);
            assertThat(bob.keySet()).containsAll(load.delivered).contains("m-half");
            assertThat(bob).as("nothing that was not promised").hasSize(load.delivered.size() + 1);
            assertThat(stored(server, "alice", false)).isEqualTo(load.appended);
            server.verify();
            server.stop();
        }
    }

    @Test
    void killedItLosesNothingItPromised() throws Exception {
        SplittableRandom random = new SplittableRandom(20_261_121);
        List<String> delivered = new ArrayList<>();
        Map<String, String> appended = new HashMap<>();
        LiveServer server = LiveServer.start(directory).with("alice", "bob");
        try {
            for (int run = 0; run < KILLS; run++) {
                Load load = Load.on(server, run, 50 + random.nextInt(400));
                load.isUnderWay();
                server.kill();
                load.join();
                server = LiveServer.start(directory);
                delivered.addAll(load.delivered);
                assertThat(appended.values())
                        .as("UIDs given before")
                        .doesNotContainAnyElementsOf(load.appended.values());
                appended.putAll(load.appended);
                Map<String, String> alice = stored(server, "alice", true);
                assertThat(alice).as("run " + run).containsAllEntriesOf(appended);
                assertThat(stored(server, "bob", true).keySet())
                        .as("run " + run)
                        .containsAll(delivered);
                // What was stored and never acknowledged must keep its UID as well.
                appended.putAll(alice);
                server.verify();
            }
            server.stop();
        } finally {
            server.close();
        }
    }
}
