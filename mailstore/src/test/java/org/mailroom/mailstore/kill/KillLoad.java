package org.mailroom.mailstore.kill;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.Shipment;
import org.mailroom.mailstore.mailbox.FlagChange;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The process that is killed: groups of accounts, each group worked on by one thread that says what
 * it is about to do and what was acknowledged. Runs until it is killed.
 */
public final class KillLoad {
    static final int GROUPS = 6;
    static final int ACCOUNTS = 2;

    private KillLoad() {}

    /** Arguments: directory, JDBC URL or empty, seed. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
        TestStore test = KillStore.open(Path.of(args[0]), args[1]);
        long seed = Long.parseLong(args[2]);
        var threads = new ArrayList<Thread>();
        for (int g = 0; g < GROUPS; g++) {
            var group = new Group(test, g, new Random(seed + g), out);
            threads.add(Thread.ofVirtual().start(group));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static final class Group implements Runnable {
        private final TestStore test;
        private final int number;
        private final Random random;
        private final PrintStream out;
        private final List<Account> accounts = new ArrayList<>();
        private final List<AccountMail> mails = new ArrayList<>();

        Group(TestStore test, int number, Random random, PrintStream out) {
            this.test = test;
            this.number = number;
            this.random = random;
            this.out = out;
            for (int a = 0; a < ACCOUNTS; a++) {
                Account account =
                        test.store()
                                .accounts()
                                .byAddress(KillStore.address(number, a))
                                .orElseThrow();
                accounts.add(account);
                mails.add(test.mail(account.id()));
            }
        }

        @Override
        public void run() {
            // bounded: the parent kills long before
            for (int i = 0; i < 1_000_000; i++) {
                Step step = choose();
                say("try", step);
                perform(step);
                say("ack", step);
            }
        }

        /** One write a line: lines of several threads do not mix. */
        private void say(String what, Step step) {
            byte[] line = (what + "\t" + number + "\t" + step.line() + "\n").getBytes();
            synchronized (out) {
                out.write(line, 0, line.length);
                out.flush();
            }
        }

        private Step choose() {
            int a = random.nextInt(ACCOUNTS);
            var boxes = mails.get(a).view().mailboxes();
            var box = boxes.get(random.nextInt(boxes.size()));
            var other = boxes.get(random.nextInt(boxes.size()));
            String name = box.name().value();
            String token = "s" + Long.toHexString(random.nextLong() >>> 8);
            long[] uids = some(mails.get(a).open(box.id()));
            int dice = random.nextInt(100);
            if (dice < 30) {
                var to = random.nextBoolean() ? List.of(0, 1) : List.of(a);
                return new Step("deliver", to, "INBOX", "", token, new long[0]);
            } else if (dice < 45) {
                return new Step("append", List.of(a), name, "", token, new long[0]);
            } else if (dice < 62) {
                return new Step("store", List.of(a), name, "", flags(), uids);
            } else if (dice < 72) {
                return new Step("copy", List.of(a), name, other.name().value(), "", uids);
            } else if (dice < 82 && !box.id().equals(other.id())) {
                return new Step("move", List.of(a), name, other.name().value(), "", uids);
            } else if (dice < 90) {
                return new Step("expunge", List.of(a), name, "", "", new long[0]);
            } else if (dice < 94 || !name.startsWith("made")) {
                return new Step("create", List.of(a), "made" + token, "", "", new long[0]);
            } else if (dice < 97) {
                return new Step("rename", List.of(a), name, "made" + token, "", new long[0]);
            }
            return new Step("delete", List.of(a), name, "", "", new long[0]);
        }

        private String flags() {
            var flags = new ArrayList<String>();
            for (String f : List.of("\\Deleted", "\\Seen", "keyword" + random.nextInt(4))) {
                if (random.nextInt(3) == 0) {
                    flags.add(f);
                }
            }
            return String.join(" ", flags);
        }

        private long[] some(MailboxView view) {
            return random.longs(3, 0, Math.max(1, view.size()))
                    .filter(i -> i < view.size())
                    .map(i -> view.uid((int) i))
                    .distinct()
                    .sorted()
                    .toArray();
        }

        private void perform(Step step) {
            AccountMail mail = mails.get(step.accounts().getFirst());
            MailboxName name = new MailboxName(step.mailbox());
            switch (step.kind()) {
                case "deliver" -> deliver(step);
                case "append" -> test.append(mail, name, message(step.token()), Flags.NONE);
                case "store" ->
                        mail.store(
                                id(mail, name),
                                step.uids(),
                                FlagChange.replace(Flags.parse(List.of(step.token().split(" ")))),
                                Long.MAX_VALUE);
                case "copy" -> mail.copy(id(mail, name), step.uids(), target(mail, step));
                case "move" -> mail.move(id(mail, name), step.uids(), target(mail, step));
                case "expunge" -> mail.expunge(id(mail, name));
                case "create" -> mail.create(name, Optional.empty());
                case "rename" -> mail.rename(name, new MailboxName(step.target()));
                default -> mail.delete(name);
            }
        }

        private void deliver(Step step) {
            try (Incoming incoming = test.incoming(message(step.token()))) {
                test.store()
                        .deliverer()
                        .deliver(
                                incoming,
                                Instant.now(),
                                step.accounts().stream()
                                        .map(
                                                a ->
                                                        new Shipment.Copy(
                                                                accounts.get(a).id(),
                                                                MailboxName.INBOX,
                                                                Flags.NONE))
                                        .toList());
            }
        }

        private byte[] message(String token) {
            return TestStore.message(token, "x".repeat(random.nextInt(20_000)));
        }

        private static MailboxId id(AccountMail mail, MailboxName name) {
            return mail.view().mailbox(name).orElseThrow().id();
        }

        private static MailboxId target(AccountMail mail, Step step) {
            return id(mail, new MailboxName(step.target()));
        }
    }
}
