package org.mailroom.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.imap.ImapTestServer;
import org.mailroom.mailstore.account.Account;
import org.mailroom.transport.testkit.TestClient;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several clients do anything at all to one mailbox, each believing only what it is told. In the
 * end each believes what is true. RFC 9051 §7.5.
 */
@Timeout(120)
class SessionsAgreeTest {
    private static final String[] FLAGS = {"\\Seen", "\\Flagged", "\\Deleted", "work", "play"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void afterTakingTurns(long seed) {
        var random = new SplittableRandom(seed);
        List<Believer> clients = clients();
        for (int i = 0; i < 250; i++) {
            clients.get(random.nextInt(clients.size())).act(random);
        }
        checkBeliefs(clients, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void afterActingAllAtOnce(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        List<Believer> clients = clients();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var acting = new ArrayList<Future<?>>();
            for (Believer client : clients) {
                SplittableRandom own = random.split();
                acting.add(
                        threads.submit(
                                () -> {
                                    for (int i = 0; i < 100; i++) {
                                        client.act(own);
                                    }
                                }));
            }
            for (Future<?> future : acting) {
                future.get();
            }
        }
        checkBeliefs(clients, seed);
    }

    private static List<Believer> clients() {
        Account account = ImapTestServer.shared().account();
        return List.of(
                new Believer("plain", account, ""),
                new Believer("condstore", account, "CONDSTORE"),
                new Believer("qresync", account, "QRESYNC"),
                new Believer("rev2", account, "IMAP4rev2"));
    }

    /** What each was told must be what it sees when it looks, and what the others see. */
    private static void checkBeliefs(List<Believer> clients, long seed) {
        List<String> truth = null;
        for (Believer client : clients) {
            client.command("NOOP");
            client.learn();
            List<String> told = client.believed();
            client.command("UID FETCH 1:* FLAGS");
            assertThat(told).as("%s, seed %d", client.name, seed).isEqualTo(client.believed());
            truth = truth == null ? told : truth;
            assertThat(told).as("%s, seed %d", client.name, seed).isEqualTo(truth);
        }
        clients.forEach(client -> client.connection.close());
    }

    /** A message as a client knows it. */
    private static final class Known {
        long uid;
        TreeSet<String> flags = new TreeSet<>();
    }

    private static final class Believer {
        private static final Pattern NUMBERED = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE)");
        private static final Pattern FETCH = Pattern.compile("\\* (\\d+) FETCH \\((.*)\\)");

        final String name;
        final TestClient connection;
        private final List<Known> messages = new ArrayList<>();
        private int tags;

        Believer(String name, Account account, String enable) {
            this.name = name;
            connection = ImapTestServer.shared().login(account);
            if (!enable.isEmpty()) {
                command("ENABLE " + enable);
            }
            command("SELECT INBOX");
            learn();
        }

        List<String> believed() {
            return messages.stream().map(m -> m.uid + " " + m.flags).toList();
        }

        void act(SplittableRandom random) {
            if (messages.isEmpty() || random.nextInt(5) == 0) {
                append(random);
                return;
            }
            int number = 1 + random.nextInt(messages.size());
            Known message = messages.get(number - 1);
            boolean uid = random.nextBoolean();
            String which = uid ? "UID " : "";
            String target = Long.toString(uid ? message.uid : number);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    String flag = FLAGS[random.nextInt(FLAGS.length)];
                    boolean add = random.nextBoolean();
                    boolean silent = random.nextBoolean();
                    String reply =
                            command(
                                    which
                                            + "STORE "
                                            + target
                                            + (add ? " +" : " -")
                                            + "FLAGS"
                                            + (silent ? ".SILENT (" : " (")
                                            + flag
                                            + ")",
                                    () -> {
                                        if (silent && add) {
                                            message.flags.add(flag);
                                        } else if (silent) {
                                            message.flags.remove(flag);
                                        }
                                    });
                    assertThat(reply).matches("OK .*|NO \\[EXPUNGEISSUED\\].*");
                }
                case 3 -> command("EXPUNGE");
                case 4 -> command("UID EXPUNGE " + message.uid);
                case 5 -> command(which + "FETCH " + target + " FLAGS");
                case 6 -> command(which + "MOVE " + target + " INBOX");
                default -> idle();
            }
            learn();
        }

        private void append(SplittableRandom random) {
            String text = "Subject: " + random.nextInt(1000) + "\r\n\r\n";
            command(
                    "APPEND INBOX ("
                            + FLAGS[random.nextInt(2)]
                            + ") {"
                            + text.length()
                            + "+}\r\n"
                            + text);
            learn();
        }

        private void idle() {
            connection.ask("i IDLE", "+ *");
            connection.send("DONE");
            connection.until("i OK *").forEach(this::hear);
        }

        /** Asks for what it has been told of and knows nothing about. */
        private void learn() {
            for (int i = 0; i < messages.size(); i++) {
                if (messages.get(i).uid == 0) {
                    command("FETCH " + (i + 1) + " (UID FLAGS)");
                }
            }
        }

        String command(String text) {
            return command(text, () -> {});
        }

        /** Applies what is said as it comes; what the client does itself, before it is answered. */
        String command(String text, Runnable own) {
            String tag = "t" + ++tags;
            connection.send(tag + " " + text);
            own.run();
            while (true) {
                String line = connection.line();
                if (line.startsWith(tag + " ")) {
                    String reply = line.substring(tag.length() + 1);
                    assertThat(reply).as(text).doesNotStartWith("BAD");
                    return reply;
                }
                hear(line);
            }
        }

        private void hear(String line) {
            Matcher numbered = NUMBERED.matcher(line);
            Matcher fetch = FETCH.matcher(line);
            if (numbered.matches()) {
                int number = Integer.parseInt(numbered.group(1));
                if (numbered.group(2).equals("EXPUNGE")) {
                    messages.remove(number - 1);
                } else {
                    assertThat(number).as(line).isGreaterThanOrEqualTo(messages.size());
                    while (messages.size() < number) {
                        messages.add(new Known());
                    }
                }
            } else if (line.startsWith("* VANISHED ")) {
                var gone = org.mailroom.imap.command.SequenceSet.parse(line.substring(11));
                int before = messages.size();
                messages.removeIf(m -> gone.contains(m.uid));
                assertThat((long) before - messages.size()).as(line).isEqualTo(gone.size());
            } else if (fetch.matches()) {
                fetched(messages.get(Integer.parseInt(fetch.group(1)) - 1), fetch.group(2));
            }
        }

        private static void fetched(Known message, String items) {
            Matcher uid = Pattern.compile("UID (\\d+)").matcher(items);
            if (uid.find()) {
                long value = Long.parseLong(uid.group(1));
                assertThat(message.uid).isIn(0L, value);
                message.uid = value;
            }
            Matcher flags = Pattern.compile("FLAGS \\(([^)]*)\\)").matcher(items);
            if (flags.find()) {
                message.flags = new TreeSet<>(List.of(flags.group(1).split(" ")));
                message.flags.remove("");
                message.flags.remove("\\Recent");
            }
        }
    }
}
