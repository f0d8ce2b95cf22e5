package org.mailroom.mailstore.check;

import org.mailroom.mailstore.mail.MailStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One walk through the store: what was seen, what was found, and whether to set it right. */
final class Walk {
    private static final Logger LOG = LoggerFactory.getLogger(Walk.class);

    private final MailStore store;
    private final Consumer<Finding> findings;
    private final Progress progress;
    private final boolean repair;
    private final Repairs repairs;
    private long accounts;
    private long mailboxes;
    private long messages;
    private long emails;
    private long contentBytes;
    private long errors;
    private long repaired;

    Walk(MailStore store, Consumer<Finding> findings, Progress progress, boolean repair) {
        this.store = store;
        this.findings = findings;
        this.progress = progress;
        this.repair = repair;
        this.repairs = new Repairs(store);
    }

    MailStore store() {
        return store;
    }

    Repairs repairs() {
        return repairs;
    }

    boolean repairing() {
        return repair;
    }

    void at(String stage, long done, long total) {
        progress.at(stage, done, total);
    }

    void account() {
        accounts++;
    }

    void mailbox() {
        mailboxes++;
    }

    void message() {
        messages++;
    }

    void email(long octetsRead) {
        emails++;
        contentBytes += octetsRead;
    }

    long accounts() {
        return accounts;
    }

    long messages() {
        return messages;
    }

    /** Something that is not rebuilt. */
    void report(Finding.Kind kind, long account, long object, String text) {
        emit(new Finding(kind, account, object, text, false));
    }

    /**
     * Something that can be rebuilt.
     *
     * @param rebuild returns whether it is right now
     */
    void report(
            Finding.Kind kind, long account, long object, String text, BooleanSupplier rebuild) {
        emit(new Finding(kind, account, object, text, repair && tried(kind, object, rebuild)));
    }

    // One thing that cannot be rebuilt must not keep the others from being.
    private static boolean tried(Finding.Kind kind, long object, BooleanSupplier rebuild) {
        try {
            return rebuild.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.error("{} {} could not be repaired", kind, object, e);
            return false;
        }
    }

    private void emit(Finding finding) {
        if (finding.severity() == Finding.Severity.ERROR) {
            errors++;
        }
        if (finding.repaired()) {
            repaired++;
        }
        findings.accept(finding);
    }

    Verified verified() {
        return new Verified(accounts, mailboxes, messages, emails, contentBytes, errors, repaired);
    }
}
