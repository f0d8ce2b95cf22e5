package org.mailroom.messaging.provision;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.seal.MasterKeys;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Organisation;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.people.People;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.provision.ImportOptions.Missing;
import org.mailroom.messaging.provision.ImportReport.Change;
import org.mailroom.messaging.provision.ImportReport.Outcome;
import org.mailroom.messaging.rows.ProvisionImportRow;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Brings people, groups, members and relations in from files. All files are checked before anything
 * is changed; what they say already is left alone, so importing twice is importing once, and a run
 * that was cut off can be gone on with. One runs at a time.
 */
public final class Imports {
    private static final int BATCH = 500;

    private final People people;
    private final Relations relations;
    private final Groups groups;
    private final Directory directory;
    private final Links links;
    private final Runs runs;
    private final InstantSource clock;
    private final Function<String, String> whole;
    private final ReentrantLock one = new ReentrantLock();

    /**
     * @param whole makes an address of a part before the {@code @}
     */
    public Imports(
            MailStore store,
            MasterKeys masters,
            Directory directory,
            Organisation organisation,
            Links links,
            Function<String, String> whole,
            InstantSource clock) {
        this.people = organisation.people();
        this.relations = organisation.relations();
        this.groups = organisation.groups();
        this.directory = directory;
        this.links = links;
        this.whole = whole;
        this.clock = clock;
        this.runs = new Runs(store.database(), masters, clock);
    }

    /**
     * Imports, or says what importing would do.
     *
     * @param changes hears every change
     * @throws IOException if a file cannot be read
     * @throws Refused UNAVAILABLE if another import is running
     */
    public ImportReport run(
            List<ImportFile> files,
            ImportOptions options,
            Actor actor,
            ImportProgress progress,
            Consumer<Change> changes)
            throws IOException {
        if (!one.tryLock()) {
            throw new Refused(Refused.Reason.UNAVAILABLE, "Another import is running");
        }
        try {
            return new Run(files, options, actor, progress, changes).run();
        } finally {
            one.unlock();
        }
    }

    /** One import. */
    private final class Run {
        private final List<ImportFile> files;
        private final ImportOptions options;
        private final Actor actor;
        private final ImportProgress progress;
        private final Tally tally;
        private final Who who;
        private final EntryReader reader;
        private long total;
        private long position;

        Run(
                List<ImportFile> files,
                ImportOptions options,
                Actor actor,
                ImportProgress progress,
                Consumer<Change> changes) {
            this.files = List.copyOf(files);
            this.options = options;
            this.actor = actor;
            this.progress = progress;
            this.tally = new Tally(options.dryRun(), changes);
            this.who = new Who(people, groups, links);
            this.reader = new EntryReader(directory, whole, mistake -> {});
        }

        ImportReport run() throws IOException {
            EntryReader checked = new EntryReader(directory, whole, tally::mistake);
            total = new Checking(files, checked, who, tally, progress).run();
            if (tally.anyMistake() || tooManyMissing()) {
                return tally.report();
            }
            if (options.dryRun()) {
                takeAll(0, () -> {});
                endMissing();
                return tally.report();
            }
            String digest = runs.digest(files, options);
            Optional<ProvisionImportRow> cutOff =
                    options.resume() ? runs.cutOff(digest) : Optional.empty();
            cutOff.ifPresent(run -> tally.resume(run.position, run.counts));
            ProvisionImportRow run = cutOff.orElseGet(() -> runs.begin(digest, total));
            takeAll(run.position, () -> runs.at(run, position, tally.counts()));
            endMissing();
            runs.done(run);
            return tally.report();
        }

        /** Takes the entries behind {@code from}, kind by kind. */
        private void takeAll(long from, Runnable noted) throws IOException {
            for (Item.Kind kind : Item.Kind.values()) {
                List<Entry> batch = new ArrayList<>();
                Runnable flush =
                        () -> {
                            if (!batch.isEmpty()) {
                                take(kind, batch);
                                batch.clear();
                                noted.run();
                                progress.at(
                                        options.dryRun() ? "Comparing" : "Importing",
                                        position,
                                        total);
                            }
                        };
                for (ImportFile file : files) {
                    Items.read(
                            file,
                            item -> {
                                if (item.kind() == kind) {
                                    reader.read(item)
                                            .ifPresent(entry -> next(entry, from, batch, flush));
                                }
                            },
                            mistake -> {});
                }
                flush.run();
            }
        }

        private void next(Entry entry, long from, List<Entry> batch, Runnable flush) {
            position++;
            if (position > from) {
                batch.add(entry);
            }
            if (batch.size() == BATCH) {
                flush.run();
            }
        }

        private void take(Item.Kind kind, List<Entry> batch) {
            boolean dry = options.dryRun();
            GroupTaking taking = new GroupTaking(groups, links, who, actor, clock, dry, tally);
            switch (kind) {
                case PERSON ->
                        new PeopleTaking(people, directory, links, who, actor, clock, dry, tally)
                                .take(all(batch, Entry.OfPerson.class));
                case GROUP -> taking.takeGroups(all(batch, Entry.OfGroup.class));
                case MEMBER -> taking.takeMembers(all(batch, Entry.OfMember.class));
                case RELATION ->
                        new RelationTaking(relations, who, actor, clock, dry, tally)
                                .take(all(batch, Entry.OfRelation.class));
            }
        }

        private static <E extends Entry> List<E> all(List<Entry> batch, Class<E> type) {
            return batch.stream().map(type::cast).toList();
        }

        private Absent absent() throws IOException {
            Absent absent = new Absent(people, relations, groups, who, clock);
            absent.read(files, reader);
            return absent;
        }

        /** Counted before anything is changed: half a file must not make half the people leave. */
        private boolean tooManyMissing() throws IOException {
            if (options.missing().isEmpty()) {
                return false;
            }
            Absent absent = absent();
            for (Missing what : options.missing().stream().sorted().toList()) {
                progress.at("Comparing", 0, 0);
                Absent.Share share = absent.share(what);
                if (!share.within(options.mostMissing())) {
                    tally.refuse(
                            "%d of %d %s are missing from the files, more than %d percent; nothing"
                                            .formatted(
                                                    share.missing(),
                                                    share.there(),
                                                    what.name().toLowerCase(Locale.ROOT),
                                                    options.mostMissing())
                                    + " was changed");
                    return true;
                }
            }
            return false;
        }

        private void endMissing() throws IOException {
            if (options.missing().isEmpty()) {
                return;
            }
            boolean act = !options.dryRun();
            Absent absent = absent();
            if (options.missing().contains(Missing.RELATIONS)) {
                absent.relations(
                        r -> {},
                        r -> {
                            if (act) {
                                relations.end(r.id(), clock.instant(), actor);
                            }
                            left(Item.Kind.RELATION, "relation " + r.id());
                        });
            }
            if (options.missing().contains(Missing.MEMBERS)) {
                absent.members(
                        m -> {},
                        m -> {
                            if (act) {
                                groups.leave(m.group(), m.member(), clock.instant(), actor);
                            }
                            left(Item.Kind.MEMBER, name(m.member()) + " in " + name(m.group()));
                        });
            }
            if (options.missing().contains(Missing.PEOPLE)) {
                absent.people(
                        p -> {},
                        p -> {
                            if (act) {
                                people.update(p.withState(Account.State.LEFT), actor);
                            }
                            left(Item.Kind.PERSON, p.address());
                        });
            }
        }

        private String name(org.mailroom.mailstore.account.AccountId id) {
            return people.byId(id)
                    .map(p -> p.address())
                    .or(() -> groups.byId(id).map(g -> g.address()))
                    .orElse("account " + id);
        }

        private void left(Item.Kind kind, String title) {
            tally.count(kind, Outcome.LEFT, title, Optional.empty());
        }
    }
}
