package org.mailroom.bench;

import org.mailroom.bench.scenario.ProcessTree;
import org.mailroom.bench.scenario.Target;
import org.mailroom.bench.scenario.Users;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A server that runs already, wherever it came from. */
@Command(
        name = "run",
        description = "Measures a server that runs already. It gets mail and mailboxes!",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--host", description = "default: ${DEFAULT-VALUE}")
    private String host = "127.0.0.1";

    @Option(names = "--imap-port", description = "default: ${DEFAULT-VALUE}")
    private int imapPort = 2143;

    @Option(names = "--smtp-port", description = "without it, nothing is sent by SMTP")
    private int smtpPort;

    @Option(names = "--lmtp-port", description = "without it, nothing is sent by LMTP")
    private int lmtpPort;

    @Option(
            names = "--user",
            required = true,
            split = ",",
            description = "addresses with commas between, or one with %%d for numbers from 0")
    private List<String> users = List.of();

    @Option(names = "--users", description = "how many numbers %%d stands for (default: 50)")
    private int count = 50;

    @Option(names = "--password", required = true, description = "the password of all users")
    private String password = "";

    @Option(names = "--pid", split = ",", description = "the server, for its memory and time")
    private List<Long> pids = List.of();

    @Mixin private Bench.Extent extent = new Bench.Extent();

    @Override
    public Integer call() throws IOException {
        List<String> addresses =
                users.stream()
                        .flatMap(
                                user ->
                                        user.contains("%d")
                                                ? IntStream.range(0, count)
                                                        .mapToObj(i -> user.replace("%d", "" + i))
                                                : Stream.of(user))
                        .toList();
        extent.benchmark(extent.plan("run"))
                .measure(
                        new Target(
                                host,
                                host,
                                imapPort,
                                port(smtpPort),
                                port(lmtpPort),
                                new Users(addresses, password),
                                new ProcessTree(pids)));
        return ExitCode.OK;
    }

    private static OptionalInt port(int port) {
        return port > 0 ? OptionalInt.of(port) : OptionalInt.empty();
    }
}
