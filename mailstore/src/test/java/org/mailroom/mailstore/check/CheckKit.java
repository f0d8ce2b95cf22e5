package org.mailroom.mailstore.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.testkit.TestStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Shortcuts of the tests here. */
public final class CheckKit {
    private CheckKit() {}

    /** What a check finds wrong. */
    public static List<Finding> errors(MailStore store) {
        return found(store, false);
    }

    static List<Finding> repair(MailStore store) {
        return found(store, true);
    }

    private static List<Finding> found(MailStore store, boolean repair) {
        var all = new ArrayList<Finding>();
        var verify = new Verify(store, all::add, Progress.NONE);
        try {
            Verified verified = repair ? verify.repair() : verify.run();
            all.removeIf(f -> f.severity() != Finding.Severity.ERROR);
            assertThat(verified.errors()).isEqualTo(all.size());
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Finding.Kind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }

    /** Changes rows behind the store's back. */
    static void sql(TestStore test, String statement) {
        test.store()
                .database()
                .writeDurably(s -> s.createNativeMutationQuery(statement).executeUpdate());
    }
}
