package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.mailroom.server.ServerKit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a process of its own on free ports, as {@code mailroom serve} starts it. Its data is
 * in {@code data} of its directory, its temporary files in {@code tmp}, all it says in {@code
 * server.log}; the domain is {@code demo.test}. Log-ins without TLS are allowed unless a test sets
 * otherwise.
 */
final class LiveServer implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    private static final Pattern SERVICE =
            Pattern.compile("^ +(\\w+) +127\\.0\\.0\\.1:(\\d+) +(\\w+)$");
    private static final Pattern HTTP = Pattern.compile("HTTP +http://127.0.0.1:(\\d+)/");

    private final Path directory;
    private final Process process;
    private final CompletableFuture<Map<String, Integer>> ready = new CompletableFuture<>();
    private final Thread reader;

    private LiveServer(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts and waits until it is ready. */
    static LiveServer start(Path directory, String... settings) {
        return start(directory, List.of("-Xmx384m"), settings);
    }

    static LiveServer start(Path directory, List<String> jvm, String... settings) {
        try {
            Path temporary = Files.createDirectories(directory.resolve("tmp"));
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElseThrow());
            command.addAll(jvm);
            command.addAll(
                    List.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Djava.io.tmpdir=" + temporary,
                            "-cp",
                            System.getProperty("java.class.path"),
                            "org.mailroom.server.Mailroom",
                            "serve"));
            for (String setting : defaults()) command.addAll(List.of("--set", setting));
            for (String setting : settings) command.addAll(List.of("--set", setting));
            Process process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            LiveServer server = new LiveServer(directory, process);
            try {
                server.ready.get(60, TimeUnit.SECONDS);
                return server;
            } catch (Exception e) {
                server.close();
                throw new AssertionError("did not start: " + server.log(), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> defaults() {
        List<String> settings = new ArrayList<>();
        for (String service :
                List.of("http", "smtp", "submission", "submissions", "lmtp", "imap", "imaps")) {
            settings.add("listen." + service + "=127.0.0.1:0");
        }
        settings.add("directory.domains=[demo.test]");
        settings.add("smtp.host-name=mail.demo.test");
        settings.add("logins.plaintext-from-loopback=true");
        return settings;
    }

    private void read() {
        Map<String, Integer> ports = new HashMap<>();
        try (BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter log =
                        new PrintWriter(
                                Files.newBufferedWriter(
                                        directory.resolve("server.log"),
                                        java.nio.file.StandardOpenOption.CREATE,
                                        java.nio.file.StandardOpenOption.APPEND))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.println(line);
                log.flush();
                note(line, ports);
                if (line.contains("Mailroom is ready")) ready.complete(ports);
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("ended"));
    }

    /** Remembers the port of a service: {@code IMAP/TLS}, {@code SMTP/STARTTLS}, {@code HTTP}. */
    private static void note(String line, Map<String, Integer> ports) {
        Matcher service = SERVICE.matcher(line);
        if (service.matches()) {
            ports.put(service.group(1) + "/" + service.group(3), Integer.valueOf(service.group(2)));
        }
        Matcher http = HTTP.matcher(line);
        if (http.find()) ports.put("HTTP", Integer.valueOf(http.group(1)));
    }

    int port(String service) {
        Integer port = ready.join().get(service);
        assertThat(port).as(service + " in " + ready.join()).isNotNull();
        return port;
    }

    int smtp() {
        return port("SMTP/STARTTLS");
    }

    int lmtp() {
        return port("LMTP/STARTTLS");
    }

    int imap() {
        return port("IMAP/STARTTLS");
    }

    int imaps() {
        return port("IMAP/TLS");
    }

    int submission() {
        return port("Submission/STARTTLS");
    }

    int submissions() {
        return port("Submission/TLS");
    }

    /** Adds people with {@link #PASSWORD}. */
    LiveServer with(String... names) {
        for (String name : names) {
            command(new ServerKit(directory).typing(PASSWORD), "user", "add", address(name));
        }
        return this;
    }

    static String address(String name) {
        return name + "@demo.test";
    }

    /** Runs a command in the server, which must succeed; gives what it printed. */
    String command(String... arguments) {
        return command(new ServerKit(directory), arguments);
    }

    private static String command(ServerKit kit, String... arguments) {
        int exit = kit.run(arguments);
        assertThat(exit).as(kit.output() + kit.errors()).isZero();
        return kit.output();
    }

    /** Checks everything stored; fails when anything is wrong. */
    void verify() {
        assertThat(command("verify")).contains("Nothing is wrong");
    }

    ImapMail imap(String user) {
        return ImapMail.login(imap(), user);
    }

    SmtpMail toSmtp() {
        return SmtpMail.connect(smtp(), "EHLO");
    }

    SmtpMail toLmtp() {
        return SmtpMail.connect(lmtp(), "LHLO");
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Resident memory now, in bytes. */
    long resident() {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try {
            return Files.readString(directory.resolve("server.log"));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** SIGTERM, without waiting. */
    void terminate() {
        process.destroy();
    }

    /** The exit code, when it has ended within so many seconds. */
    int exit(int seconds) {
        try {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("has ended").isTrue();
            reader.join(10_000);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** SIGTERM; must end with exit code 0. */
    void stop() {
        terminate();
        assertThat(exit(30)).as(log()).isZero();
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        exit(30);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exit(30);
    }
}
