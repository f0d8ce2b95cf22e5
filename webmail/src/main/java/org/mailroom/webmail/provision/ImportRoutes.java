package org.mailroom.webmail.provision;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.people.Scope;
import org.mailroom.messaging.provision.ImportFile;
import org.mailroom.messaging.provision.ImportJobs;
import org.mailroom.messaging.provision.ImportJobs.Job;
import org.mailroom.messaging.provision.ImportOptions;
import org.mailroom.messaging.provision.ImportOptions.Missing;
import org.mailroom.messaging.provision.ImportReport;
import org.mailroom.messaging.provision.Mistake;
import org.mailroom.messaging.provision.Place;
import org.mailroom.webmail.http.Access;
import org.mailroom.webmail.http.Answer;
import org.mailroom.webmail.http.Call;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.http.Route;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Imports of people, groups, members and relations. A file is one request's body. */
public final class ImportRoutes {
    private static final String ALL = "/api/v1/imports";
    private static final String ONE = ALL + "/{job}";
    private static final Access READ = Access.scope(Scope.PEOPLE_READ, Scope.PEOPLE_WRITE);
    private static final Access WRITE = Access.scope(Scope.PEOPLE_WRITE);
    private static final Set<String> TYPES = Set.of("text/csv", "application/json");
    private static final long MOST_BODY = 64 << 20;

    /** An import as clients see one. */
    record ImportJson(
            String id,
            String state,
            String stage,
            long done,
            long total,
            String started,
            @Nullable String failure,
            @Nullable ReportJson report) {}

    /** What it changed, or would. */
    record ReportJson(
            boolean dryRun,
            boolean good,
            Map<String, Map<String, Long>> counts,
            List<MistakeJson> mistakes,
            long mistakeCount,
            List<ChangeJson> changes,
            @Nullable String refused,
            long resumedAt,
            long tookMillis) {}

    /** What is wrong, and where. */
    record MistakeJson(String text, long line, int column) {}

    /** One change. */
    record ChangeJson(String kind, String outcome, String what, @Nullable Long line) {}

    /** The last imports. */
    record ImportsJson(List<ImportJson> items) {}

    private final ImportJobs jobs;

    public ImportRoutes(ImportJobs jobs) {
        this.jobs = jobs;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(ALL, WRITE, this::start)
                        .query("dryRun", "resume", "missing", "mostMissing")
                        .body(MOST_BODY),
                Route.get(ALL, READ, call -> Answer.ok(new ImportsJson(all()))),
                Route.get(ONE, READ, call -> Answer.ok(shown(find(call)))),
                Route.delete(ONE, WRITE, this::stop));
    }

    private List<ImportJson> all() {
        return jobs.list().stream().map(ImportRoutes::shown).toList();
    }

    private Answer start(Call call) {
        ImportOptions options =
                new ImportOptions(
                        flag(call, "dryRun"), flag(call, "resume"), missing(call), percent(call));
        ImportFile file = ImportFile.of("body", call.bytes(TYPES));
        Job job = jobs.start(List.of(file), options, call.actor());
        return Answer.json(202, shown(job)).with("Location", ALL + "/" + job.id());
    }

    private static boolean flag(Call call, String name) {
        return switch (call.query(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Call.wrong(name, "is true or false");
        };
    }

    private static Set<Missing> missing(Call call) {
        Set<Missing> all = new LinkedHashSet<>();
        for (String word : call.query("missing").orElse("").split(",", -1)) {
            if (!word.isBlank()) {
                all.add(
                        java.util.Arrays.stream(Missing.values())
                                .filter(m -> m.name().equalsIgnoreCase(word.strip()))
                                .findFirst()
                                .orElseThrow(
                                        () ->
                                                Call.wrong(
                                                        "missing",
                                                        "lists people, members, relations")));
            }
        }
        return all;
    }

    private static int percent(Call call) {
        try {
            int percent =
                    Integer.parseInt(
                            call.query("mostMissing")
                                    .orElse(Integer.toString(ImportOptions.DEFAULT.mostMissing())));
            if (percent >= 0 && percent <= 100) {
                return percent;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Call.wrong("mostMissing", "is a number from 0 to 100");
    }

    private Job find(Call call) {
        return jobs.byId(call.path("job")).orElseThrow(() -> Problem.nothing("import").thrown());
    }

    private Answer stop(Call call) {
        if (find(call).state() == ImportJobs.State.RUNNING) {
            jobs.stop();
        }
        return Answer.none();
    }

    private static ImportJson shown(Job job) {
        return new ImportJson(
                job.id(),
                job.state().name().toLowerCase(Locale.ROOT),
                job.stage(),
                job.done(),
                job.total(),
                job.started().toString(),
                job.failure().orElse(null),
                job.report().map(ImportRoutes::shown).orElse(null));
    }

    private static ReportJson shown(ImportReport report) {
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        report.counts()
                .forEach(
                        (kind, outcomes) -> {
                            Map<String, Long> words = new LinkedHashMap<>();
                            outcomes.forEach((outcome, n) -> words.put(outcome.wire(), n));
                            counts.put(kind, words);
                        });
        return new ReportJson(
                report.dryRun(),
                report.good(),
                counts,
                report.mistakes().stream().map(ImportRoutes::shown).toList(),
                report.mistakeCount(),
                report.changes().stream().map(ImportRoutes::shown).toList(),
                report.refused().orElse(null),
                report.resumedAt(),
                report.took().toMillis());
    }

    private static MistakeJson shown(Mistake mistake) {
        return new MistakeJson(mistake.text(), mistake.place().line(), mistake.place().column());
    }

    private static ChangeJson shown(ImportReport.Change change) {
        Optional<Place> place = change.place();
        return new ChangeJson(
                change.kind(),
                change.outcome().wire(),
                change.title(),
                place.map(Place::line).orElse(null));
    }
}
