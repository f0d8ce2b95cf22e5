package org.mailroom.messaging.provision;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.audit.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Imports that run by themselves while whoever asked for them looks in now and then. One runs at a
 * time; the last ones are remembered until the server stops. One that was cut off goes on when the
 * same files are sent again with {@code resume}.
 */
public final class ImportJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImportJobs.class);
    private static final int REMEMBERED = 100;

    /** How it stands with a job. */
    public enum State {
        RUNNING,
        DONE,
        /** It broke off: stopped, or the store failed. */
        FAILED
    }

    /**
     * A job as it is now.
     *
     * @param total 0 while it is not known
     * @param report once it is done
     * @param failure why it broke off
     */
    public record Job(
            String id,
            Actor actor,
            Instant started,
            State state,
            String stage,
            long done,
            long total,
            Optional<ImportReport> report,
            Optional<String> failure) {

        private Job at(String now, long entries, long of) {
            return new Job(id, actor, started, state, now, entries, of, report, failure);
        }

        private Job ended(State as, Optional<ImportReport> with, Optional<String> because) {
            return new Job(id, actor, started, as, stage, done, total, with, because);
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private final Imports imports;
    private final InstantSource clock;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private @Nullable Thread running;
    private volatile boolean stopping;

    public ImportJobs(Imports imports, InstantSource clock) {
        this.imports = imports;
        this.clock = clock;
    }

    /**
     * Starts a job.
     *
     * @throws Refused UNAVAILABLE if one is running
     */
    public synchronized Job start(List<ImportFile> files, ImportOptions options, Actor actor) {
        if (jobs.values().stream().anyMatch(j -> j.state() == State.RUNNING)) {
            throw new Refused(Refused.Reason.UNAVAILABLE, "Another import is running");
        }
        if (jobs.size() >= REMEMBERED) {
            jobs.remove(jobs.keySet().iterator().next());
        }
        stopping = false;
        Job job =
                new Job(
                        UUID.randomUUID().toString(),
                        actor,
                        clock.instant(),
                        State.RUNNING,
                        "Checking",
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty());
        jobs.put(job.id(), job);
        running =
                Thread.ofVirtual().name("import").start(() -> run(job.id(), files, options, actor));
        return job;
    }

    private void run(String id, List<ImportFile> files, ImportOptions options, Actor actor) {
        try {
            ImportReport report =
                    imports.run(
                            files,
                            options,
                            actor,
                            (stage, done, total) -> at(id, stage, done, total),
                            change -> {});
            end(id, State.DONE, Optional.of(report), Optional.empty());
        } catch (Stopped e) {
            end(id, State.FAILED, Optional.empty(), Optional.of("Stopped; resume goes on"));
        } catch (Refused e) {
            end(id, State.FAILED, Optional.empty(), Optional.ofNullable(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            LOG.error("import failed", e);
            end(id, State.FAILED, Optional.empty(), Optional.of("Server error; resume goes on"));
        }
    }

    private void at(String id, String stage, long done, long total) {
        if (stopping) {
            throw new Stopped();
        }
        synchronized (this) {
            jobs.computeIfPresent(id, (same, job) -> job.at(stage, done, total));
        }
    }

    private synchronized void end(
            String id, State state, Optional<ImportReport> report, Optional<String> failure) {
        jobs.computeIfPresent(id, (same, job) -> job.ended(state, report, failure));
    }

    public synchronized Optional<Job> byId(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** The last ones, the newest first. */
    public synchronized List<Job> list() {
        return List.copyOf(jobs.values()).reversed();
    }

    /** Stops the one that is running after its present batch. */
    public void stop() {
        stopping = true;
    }

    @Override
    public void close() {
        stop();
        Thread last;
        synchronized (this) {
            last = running;
        }
        if (last != null) {
            try {
                last.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
