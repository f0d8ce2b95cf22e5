package org.mailroom.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.server.ServerKit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, as a person starts it. */
@Timeout(90)
class ServeTest {
    private static final Pattern HTTP = Pattern.compile("HTTP +http://127.0.0.1:(\\d+)/");

    @TempDir Path directory;
    private final List<Process> started = new ArrayList<>();

    /** A server that has said it is ready, with what it had said before. */
    private record Running(Process process, BufferedReader lines, String said) {
        int httpPort() {
            Matcher m = HTTP.matcher(said);
            assertThat(m.find()).as(said).isTrue();
            return Integer.parseInt(m.group(1));
        }
    }

    private Running serve(String... more) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.mailroom.server.Mailroom",
                        "serve"));
        for (String service :
                List.of("http", "smtp", "submission", "submissions", "lmtp", "imap", "imaps")) {
            command.addAll(List.of("--set", "listen." + service + "=127.0.0.1:0"));
        }
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        started.add(process);
        BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Mailroom is ready")) {
                return new Running(process, lines, said.toString());
            }
        }
        throw new AssertionError("did not start: " + said);
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    private static HttpResponse<String> fetch(Running server, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + path);
            return client.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void demoServesSaysHowAndStopsWhenAsked() throws Exception {
        Running server = serve("--demo");
        assertThat(server.said())
                .contains("Never put real mail in here", "alice@demo.test", "password: demo");
        assertThat(fetch(server, "/health/ready").statusCode()).isEqualTo(200);
        assertThat(fetch(server, "/").body()).contains("demo.test", "STARTTLS");
        assertThat(fetch(server, "/metrics").body()).contains("mailroom_connections{");

        Path data = directory.resolve("data");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("console.sock"))))
                .isEqualTo("rw-------");

        // Commands are run by the server that has the data open.
        ServerKit list = new ServerKit(directory);
        assertThat(list.run("mailbox", "list", "alice")).as(list.errors()).isZero();
        assertThat(list.output()).contains("INBOX");
        ServerKit add = new ServerKit(directory).typing("anything");
        assertThat(add.run("user", "add", "erin")).as(add.errors()).isZero();
        assertThat(add.output()).isEqualTo("Added erin@demo.test\n");
        ServerKit wrong = new ServerKit(directory);
        assertThat(wrong.run("user", "passwd", "nobody")).isEqualTo(1);
        assertThat(wrong.errors()).contains("nobody here is called nobody@demo.test");
        ServerKit verify = new ServerKit(directory);
        assertThat(verify.run("verify")).as(verify.output()).isZero();
        Path out = directory.resolve("out");
        ServerKit export = new ServerKit(directory);
        assertThat(export.run("export", "alice", "out", "--format", "maildir")).isZero();
        assertThat(out.resolve("cur")).isNotEmptyDirectory();

        server.process().destroy();
        assertThat(server.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.process().exitValue()).isZero();
        assertThat(data.resolve("console.sock")).doesNotExist();

        // The same directory again: nothing is made twice, nothing is lost.
        Running again = serve("--demo");
        ServerKit users = new ServerKit(directory);
        assertThat(users.run("user", "list")).isZero();
        assertThat(users.output().lines()).hasSize(6);
        again.process().destroyForcibly().waitFor();

        // A killed server leaves its socket file; commands see that nobody listens.
        ServerKit after = new ServerKit(directory);
        assertThat(after.run("user", "list")).as(after.errors()).isZero();
        assertThat(after.output().lines()).hasSize(6);
    }

    @Test
    void twoServersDoNotShareADirectory() throws Exception {
        serve();
        ServerKit second = new ServerKit(directory);
        assertThat(second.run("serve", "--set", "listen.http=off")).isEqualTo(1);
        assertThat(second.errors()).isNotBlank();
    }

    @Test
    void logIsJsonWhenAskedFor() throws Exception {
        Running server = serve("--set", "log.format=json");
        assertThat(server.said()).contains("\"formattedMessage\":\"Mailroom is ready\"");
    }
}
