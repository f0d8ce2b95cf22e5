package org.mailroom.server.command;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.BadPolicy;
import org.mailroom.messaging.policy.Circumstances;
import org.mailroom.messaging.policy.Decision;
import org.mailroom.messaging.policy.Explanation;
import org.mailroom.messaging.policy.Matrix;
import org.mailroom.messaging.policy.Problem;
import org.mailroom.messaging.policy.Question;
import org.mailroom.messaging.policy.RuleBook;
import org.mailroom.messaging.policy.Sender;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;
import org.mailroom.server.wiring.PolicyFiles;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code policy}: looks at the rules of who may write to whom. */
@Command(
        name = "policy",
        description = "Looks at the rules of who may write to whom.",
        subcommands = {
            PolicyCommand.Check.class,
            PolicyCommand.Show.class,
            PolicyCommand.Explain.class,
            PolicyCommand.Reload.class
        })
final class PolicyCommand {

    /** What check and matrix have in common: a policy by name or path, or that of the settings. */
    abstract static class OnFile implements Callable<Integer> {
        @Mixin private final SettingsOptions options = new SettingsOptions();

        @Parameters(
                paramLabel = "POLICY",
                arity = "0..1",
                description = "A name, or a file. Default: the policy of the settings.")
        private @Nullable String policy;

        final Terminal terminal;

        OnFile(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws Exception {
            String name = policy;
            if (name == null) {
                name = options.read(terminal.directory()).policy().rules();
            }
            Optional<Path> file = PolicyFiles.find(name);
            // A path is meant from where the command was given.
            return act(name, file.map(f -> terminal.directory().resolve(f).normalize()));
        }

        abstract int act(String name, Optional<Path> file) throws IOException;
    }

    /** {@code policy check}. */
    @Command(name = "check", description = "Says what is wrong with a policy, all of it.")
    static final class Check extends OnFile {
        Check(Terminal terminal) {
            super(terminal);
        }

        @Override
        int act(String name, Optional<Path> file) throws IOException {
            List<Problem> problems = file.isEmpty() ? List.of() : RuleBook.check(file.get());
            problems.forEach(problem -> terminal.out().println(problem));
            if (problems.stream().anyMatch(problem -> !problem.warning())) {
                return 1;
            }
            terminal.out().println(file.map(Path::toString).orElse(name) + ": fine");
            return 0;
        }
    }

    /** {@code policy matrix}. */
    @Command(name = "matrix", description = "Says who reaches whom under a policy.")
    static final class Show extends OnFile {
        @Option(
                names = "--full",
                description = "Every case on a line of its own, with commas: for programs.")
        private boolean full;

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        int act(String name, Optional<Path> file) throws IOException {
            Matrix matrix;
            try {
                matrix = file.isEmpty() ? Matrix.open() : Matrix.of(file.get());
            } catch (BadPolicy bad) {
                bad.problems().forEach(problem -> terminal.err().println(problem));
                return 1;
            }
            if (!full) {
                matrix.page().forEach(terminal.out()::println);
                return 0;
            }
            terminal.out().println("from,to,tie,kind,answer,code");
            for (Matrix.Case one : matrix.cases()) {
                terminal.out()
                        .println(
                                String.join(
                                        ",",
                                        one.from(),
                                        one.to(),
                                        one.tie(),
                                        one.kind(),
                                        one.answer(),
                                        one.code()));
            }
            return 0;
        }
    }

    /** {@code policy explain}. */
    @Command(name = "explain", description = "Says whether one may write to another, and why.")
    static final class Explain extends StoreCommand {
        @Parameters(paramLabel = "FROM", description = "Address, or the part before the @.")
        private String from = "";

        @Parameters(paramLabel = "TO", description = "Address of a person or a group.")
        private String to = "";

        Explain(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            AddrSpec recipient =
                    AddrSpec.of(store.address(to))
                            .orElseThrow(() -> new CommandFailed(to + " is no address"));
            Sender sender = new Sender.Person(store.account(from));
            Question.To asked =
                    new Question.To(
                            sender,
                            AddrSpec.of(store.address(from)),
                            recipient,
                            0,
                            Circumstances.NEW);
            print(store.address(from), recipient, store.policy().explain(asked));
            return 0;
        }

        private void print(String sender, AddrSpec recipient, Explanation explained) {
            terminal.out()
                    .println(sender + " to " + recipient + ": " + answer(explained.decision()));
            told(explained.decision())
                    .ifPresent(text -> terminal.out().println("  The sender is told: " + text));
            terminal.out().println();
            explained.facts().forEach(fact -> terminal.out().println("  " + fact));
            explained.grounds().forEach(ground -> terminal.out().println("  " + ground));
            terminal.out()
                    .println(
                            "  Policy: "
                                    + explained.policy()
                                    + explained.line().map(line -> ", line " + line).orElse(""));
        }

        private static String answer(Decision decision) {
            return switch (decision) {
                case Decision.Accept yes -> "yes";
                case Decision.Hold hold -> "held until a moderator has looked at it";
                case Decision.Refuse no -> "no (" + no.why().code().word() + ")";
            };
        }

        private static Optional<String> told(Decision decision) {
            return switch (decision) {
                case Decision.Accept yes -> Optional.empty();
                case Decision.Hold hold -> Optional.of(hold.text());
                case Decision.Refuse no -> Optional.of(no.text());
            };
        }
    }

    /** {@code policy reload}. */
    @Command(
            name = "reload",
            description =
                    "Reads the policy anew now; a running server also notices by itself that the"
                            + " file has changed.")
    static final class Reload extends StoreCommand {
        Reload(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) {
            RuleBook.Reloaded reloaded = store.policy().reload();
            reloaded.problems().forEach(problem -> terminal.out().println(problem));
            terminal.out()
                    .println(
                            reloaded.taken()
                                    ? "Policy " + reloaded.policy() + " is in force"
                                    : "Not taken; policy " + reloaded.policy() + " stays in force");
            return reloaded.taken() ? 0 : 1;
        }
    }
}
