package org.mailroom.mailstore.kill;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Appends until it is killed; says of each message that it was acknowledged. */
public final class TornLoad {
    private static final int THREADS = 4;

    private TornLoad() {}

    /** Arguments: directory, account, seed. Prints number and length of the database file. */
    public static void main(String[] args) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out));
        TestStore test = TestStore.in(Path.of(args[0]));
        AccountMail mail = test.mail(new AccountId(Long.parseLong(args[1])));
        Path rows = Path.of(args[0]).resolve("data/rows.mv.db");
        var next = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < THREADS; t++) {
            var random = new Random(Long.parseLong(args[2]) + t);
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 100_000; i++) {
                                            int n = next.getAndIncrement();
                                            byte[] m = message(n, random.nextInt(100_000));
                                            test.append(mail, MailboxName.INBOX, m, Flags.NONE);
                                            say(out, n, rows);
                                        }
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void say(PrintStream out, int n, Path rows) {
        synchronized (out) {
            try {
                out.print("ack " + n + " " + Files.size(rows) + " end\n");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            out.flush();
        }
    }

    static byte[] message(int n, int size) {
        return TestStore.message("t" + n, ("" + n).repeat(1 + size / 5));
    }
}
