package org.mailroom.messaging.audit;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.rows.DatabaseSettings;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * The process that is killed: threads that record, one way or the other, and say what was
 * acknowledged. Runs until it is killed.
 */
public final class AuditLoad {
    static final int THREADS = 6;

    private AuditLoad() {}

    static TestStore open(Path directory, String url) {
        return url.isEmpty()
                ? TestStore.in(directory)
                : TestStore.in(directory, new DatabaseSettings(url, "postgres", "postgres", 6, 64));
    }

    /** Arguments: directory, JDBC URL or empty, number of the run. */
    public static void main(String[] args) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out));
        AuditKit kit = AuditKit.of(open(Path.of(args[0]), args[1]));
        AccountId ann = kit.test().store().accounts().byAddress("ann@example.org").get().id();
        AccountId bob = kit.test().store().accounts().byAddress("bob@example.org").get().id();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> work(kit, ann, bob, args[2] + "-" + number, number, out)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void work(
            AuditKit kit, AccountId ann, AccountId bob, String name, int number, PrintStream out) {
        // bounded: the parent kills long before
        for (int i = 0; i < 1_000_000; i++) {
            if (number % 2 == 0) {
                say(out, "email " + kit.deliver(ann, bob, name + "-" + i));
            } else {
                AuditEvent event = AuditEvent.of(Actor.of(ann), Action.REFUSED).about(bob);
                String token = "token " + name + "-" + i;
                kit.log().later(event.object("earlier " + name + "-" + i));
                kit.log().record(event.object(token));
                say(out, token);
            }
        }
    }

    /** One write a line: lines of several threads do not mix. */
    private static void say(PrintStream out, String what) {
        byte[] line = (what + "\n").getBytes();
        synchronized (out) {
            out.write(line, 0, line.length);
            out.flush();
        }
    }
}
