package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.testkit.TestStore;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Sends to the group {@code large} and says how far it is, until it is killed. Arguments: the
 * store's directory, the subject, and the member at whom it says so.
 */
public final class FanOutChild {
    private FanOutChild() {}

    public static void main(String[] arguments) throws Exception {
        Post post = new Post(TestStore.in(Path.of(arguments[0])));
        post.delivery.start();
        AccountId member = new AccountId(Long.parseLong(arguments[2]));
        var reached = new CountDownLatch(1);
        post.org.test.mail(member).onChange(reached::countDown);
        try (Incoming mail =
                post.message("From: alice@example.org\nSubject: " + arguments[1] + "\n\nhello\n")) {
            post.send(Post.SYSTEM, mail, "large@example.org");
        }
        System.out.println("accepted");
        reached.await();
        System.out.println("reached");
        // Whoever hears it kills us.
        new CountDownLatch(1).await();
    }
}
