package org.mailroom.mailstore.kill;

import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.rows.DatabaseSettings;
import org.mailroom.mailstore.testkit.TestStore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The store that is killed and opened again, and its state as lines. */
final class KillStore {
    private KillStore() {}

    static TestStore open(Path directory, String url) {
        if (url.isEmpty()) {
            return TestStore.in(directory);
        }
        return TestStore.in(directory, new DatabaseSettings(url, "postgres", "postgres", 6, 64));
    }

    static String address(int group, int account) {
        return "a" + account + "@g" + group + ".example";
    }

    /** As {@link Model#lines}. Reads every message's summary and content on the way. */
    static List<String> lines(TestStore test, int group, int account) throws Exception {
        var id = test.store().accounts().byAddress(address(group, account)).orElseThrow().id();
        var lines = new ArrayList<String>();
        try (AccountMail mail = test.mail(id)) {
            for (Mailbox mailbox : mail.view().mailboxes()) {
                String name = mailbox.name().value();
                MailboxView view = mail.open(mailbox.id());
                lines.add(name + " next " + mailbox.uidNext());
                for (int i = 0; i < view.size(); i++) {
                    var email = mail.email(view.emailId(i));
                    try (var content = mail.content(email.id())) {
                        content.transferTo(
                                java.io.OutputStream.nullOutputStream(), 0, content.size());
                    }
                    var flags = view.flagsOf(i);
                    var names = new ArrayList<String>();
                    for (var f : org.mailroom.mailstore.mailbox.SystemFlag.values()) {
                        if (flags.has(f)) {
                            names.add(f.wire());
                        }
                    }
                    names.addAll(flags.keywords());
                    names.sort(null);
                    lines.add(
                            name
                                    + " "
                                    + view.uid(i)
                                    + " "
                                    + email.summary().subject()
                                    + " "
                                    + String.join(" ", names));
                }
            }
        }
        return lines;
    }
}
