package org.mailroom.server.transfer;

import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.NewEmail;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.MailboxId;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.refusal.Refused;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files what is found in files into one account. Messages go in batches, one commit each; when a
 * batch is refused its messages are tried one by one, so that one bad message costs only itself.
 */
public final class Importer implements MailFiles.Visitor {
    private static final int BATCH = 100;
    private static final long BATCH_OCTETS = 8 << 20;
    private static final int BUFFER = 1 << 16;

    private final MailStore store;
    private final AccountMail mail;
    private final MailboxName standard;
    private final Progress progress;
    private final Map<String, MailboxId> targets = new HashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Found> batch = new ArrayList<>();
    private long batchOctets;
    private long doneOctets;
    private long totalOctets;
    private long messages;
    private long failed;

    /**
     * @param standard where messages go whose files name no mailbox
     */
    public Importer(MailStore store, AccountMail mail, MailboxName standard, Progress progress) {
        this.store = store;
        this.mail = mail;
        this.standard = standard;
        this.progress = progress;
    }

    public TransferReport run(Path path) throws IOException {
        MailFiles files = MailFiles.at(path);
        totalOctets = files.octets();
        files.visit(this);
        fileBatch();
        return new TransferReport(messages, counts, problems, failed);
    }

    @Override
    public void message(Found found) throws IOException {
        if (!batch.isEmpty() && !batch.getFirst().folder().equals(found.folder())) {
            fileBatch();
        }
        batch.add(found);
        batchOctets += found.octets();
        if (batch.size() >= BATCH || batchOctets >= BATCH_OCTETS) {
            fileBatch();
        }
    }

    @Override
    public void unreadable(String place, String why) {
        failed++;
        if (problems.size() < TransferReport.MAX_PROBLEMS) {
            problems.add(place + ": " + why);
        }
    }

    private void fileBatch() {
        try {
            if (!batch.isEmpty()) {
                file(batch);
            }
        } catch (Refused | IOException together) {
            for (Found found : batch) {
                try {
                    file(List.of(found));
                } catch (Refused | IOException alone) {
                    unreadable(found.place(), String.valueOf(alone.getMessage()));
                }
            }
        }
        doneOctets += batchOctets;
        progress.at(doneOctets, totalOctets);
        batch.clear();
        batchOctets = 0;
    }

    private void file(List<Found> all) throws IOException {
        String folder = all.getFirst().folder();
        MailboxId target = target(folder);
        List<NewEmail> emails = new ArrayList<>();
        try {
            for (Found found : all) {
                Incoming content = store.receive();
                emails.add(new NewEmail(content, Flags.parse(found.flags()), found.received()));
                copy(found, content);
                content.finish();
            }
            mail.append(target, emails);
        } finally {
            emails.forEach(email -> email.content().close());
        }
        messages += all.size();
        counts.merge(folder.isEmpty() ? standard.value() : folder, (long) all.size(), Long::sum);
    }

    private static void copy(Found found, Incoming content) throws IOException {
        boolean crlf = LineEnds.of(found.content().open()).importAsCrlf();
        OutputStream out = crlf ? LineEnds.toCrlf(content) : content;
        try (InputStream in = found.content().open()) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        }
    }

    private MailboxId target(String folder) {
        MailboxId known = targets.get(folder);
        if (known == null) {
            known = find(folder).id();
            targets.put(folder, known);
        }
        return known;
    }

    /** By this name if there is one; else what the name is known to stand for; else a new one. */
    private Mailbox find(String folder) {
        MailboxName name = folder.isEmpty() ? standard : new MailboxName(folder);
        Optional<Mailbox> there = mail.view().mailbox(name);
        if (there.isEmpty()) {
            there = FolderNames.use(name.value()).flatMap(use -> mail.view().mailbox(use));
        }
        return there.orElseGet(
                () -> {
                    Mailbox made = mail.create(name, Optional.empty());
                    mail.subscribe(name);
                    return made;
                });
    }
}
