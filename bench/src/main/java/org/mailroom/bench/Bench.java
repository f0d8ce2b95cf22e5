package org.mailroom.bench;

import org.jspecify.annotations.Nullable;
import org.mailroom.bench.peer.Peer;
import org.mailroom.bench.peer.Peers;
import org.mailroom.bench.report.Benchmark;
import org.mailroom.bench.scenario.Plan;
import org.mailroom.bench.scenario.Scenarios;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The command line: {@code ./mailroom bench …}. */
@Command(
        name = "bench",
        description = "Sets Mailroom beside other mail servers, or measures one server.",
        mixinStandardHelpOptions = true,
        subcommands = {RunCommand.class, Bench.Measure.class, Bench.Report.class})
public final class Bench implements Callable<Integer> {
    @Option(
            names = "--against",
            paramLabel = "SERVER",
            split = ",",
            description = "dovecot (with Postfix), dovecot-crypt, greenmail; several with commas")
    private @Nullable List<String> against;

    @Mixin private Extent extent = new Extent();
    @Mixin private Servers servers = new Servers();

    /** How much is measured; the same options everywhere. */
    static final class Extent {
        @Option(
                names = "--scenario",
                paramLabel = "NAMES",
                description =
                        "ingest, visible, push, append, select, fetch, store, login, mixed, idle;"
                                + " several with commas (default: all)")
        private String scenarios = "";

        @Option(names = "--quick", description = "a tenth of everything, one round, no warm-up")
        private boolean quick;

        @Option(names = "--rounds", description = "default: 3; with --quick: 1")
        private int rounds;

        @Option(names = "--seconds", description = "how long each rate is measured; default: 4")
        private int seconds;

        boolean quick() {
            return quick;
        }

        /** The amounts that suit a server; GreenMail takes minutes for what others take seconds. */
        Plan plan(String server) {
            Plan plan = quick ? Plan.quick() : Plan.full();
            plan = server.equals("greenmail") && !quick ? plan.lighter() : plan;
            return seconds > 0 ? plan.lasting(Duration.ofSeconds(seconds)) : plan;
        }

        Benchmark benchmark(Plan plan) {
            int times = rounds > 0 ? rounds : quick ? 1 : 3;
            return new Benchmark(Scenarios.named(scenarios), plan, times, !quick, System.out);
        }
    }

    /** How servers are started. */
    static final class Servers {
        @Option(
                names = "--mailroom",
                paramLabel = "COMMAND",
                description = "the launcher of Mailroom (default: the distribution built here)")
        private @Nullable Path launcher;

        @Option(
                names = "--format",
                description = "Dovecot's mailbox format (default: ${DEFAULT-VALUE})")
        private String format = "sdbox";

        @Option(
                names = "--docs",
                paramLabel = "FOLDER",
                description = "where performance.md and .tsv go (default: docs)")
        private @Nullable Path docs;

        /** The checkout; the script says where it is. */
        private static Path root() {
            return Path.of(System.getProperty("mailroom.root", "."));
        }

        Path docs() {
            return docs != null ? docs : root().resolve("docs");
        }

        private Path launcher() throws IOException {
            if (launcher != null) {
                return launcher;
            }
            Path target = root().resolve("server/target");
            if (Files.isDirectory(target)) {
                try (Stream<Path> built = Files.list(target)) {
                    Optional<Path> found =
                            built.map(folder -> folder.resolve("bin/mailroom"))
                                    .filter(Files::isExecutable)
                                    .findFirst();
                    if (found.isPresent()) {
                        return found.get();
                    }
                }
            }
            return root().resolve("mailroom");
        }

        Peer named(String name, Plan plan) throws IOException {
            return Peers.named(
                    name,
                    List.of(launcher().toAbsolutePath().normalize().toString()),
                    format,
                    plan);
        }
    }

    @Override
    public Integer call() throws IOException {
        if (against == null) {
            CommandLine.usage(this, System.err);
            return CommandLine.ExitCode.USAGE;
        }
        for (String name : against) {
            Plan plan = extent.plan(name);
            extent.benchmark(plan)
                    .compare(
                            servers.named(Peers.MAILROOM, plan),
                            servers.named(name, plan),
                            servers.docs(),
                            !extent.quick());
        }
        return CommandLine.ExitCode.OK;
    }

    /** One server that we start, alone; {@code null} shows the generator's ceiling. */
    @Command(
            name = "measure",
            description = "Starts one server and measures it alone; null: the generator's ceiling.",
            mixinStandardHelpOptions = true)
    static final class Measure implements Callable<Integer> {
        @Parameters(
                paramLabel = "SERVER",
                description = "mailroom, dovecot, dovecot-crypt, greenmail, null")
        private String server = Peers.MAILROOM;

        @Mixin private Extent extent = new Extent();
        @Mixin private Servers servers = new Servers();

        @Override
        public Integer call() throws IOException {
            boolean keep = server.equals("null") && !extent.quick();
            Plan plan = extent.plan(server);
            extent.benchmark(plan).measure(servers.named(server, plan), servers.docs(), keep);
            return CommandLine.ExitCode.OK;
        }
    }

    /** The page from the data, without measuring. */
    @Command(
            name = "report",
            description = "Writes docs/performance.md again from docs/performance.tsv.",
            mixinStandardHelpOptions = true)
    static final class Report implements Callable<Integer> {
        @Mixin private Servers servers = new Servers();

        @Override
        public Integer call() throws IOException {
            Benchmark.rewrite(servers.docs());
            return CommandLine.ExitCode.OK;
        }
    }

    private static int explain(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
        line.getErr().println("bench: " + e.getMessage());
        if (!(e instanceof IOException || e instanceof IllegalArgumentException)) {
            e.printStackTrace(line.getErr());
        }
        return line.getCommandSpec().exitCodeOnExecutionException();
    }

    /** Ends the process with the command's exit code. */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Bench())
                        .setExecutionExceptionHandler(Bench::explain)
                        .execute(args));
    }
}
