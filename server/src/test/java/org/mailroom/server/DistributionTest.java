package org.mailroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The scripts of the distribution, from source; the archive itself is tried after packaging. */
@Timeout(60)
class DistributionTest {
    private static final Path BIN = Repository.root().resolve("server/src/main/dist/bin");

    @TempDir Path directory;

    private record Ran(int exit, String output) {}

    private Ran run(List<String> command, String javaHome) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(directory.toFile());
        builder.environment().put("JAVA_HOME", javaHome);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    @Test
    void findsTheJavaOfJavaHome() throws Exception {
        String home = System.getProperty("java.home");
        Ran ran = run(List.of("sh", BIN.resolve("find-java").toString()), home);
        assertThat(ran.exit()).as(ran.output()).isZero();
        assertThat(ran.output().strip()).isEqualTo(home + "/bin/java");
    }

    @Test
    void passesOverAnOlderJava() throws Exception {
        Path old = directory.resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Ran ran = run(List.of("sh", BIN.resolve("find-java").toString()), old.toString());
        assertThat(ran.output()).doesNotContain(old.toString());
    }

    @Test
    void scriptsAreValidShell() throws Exception {
        String home = System.getProperty("java.home");
        for (String script : List.of("find-java", "mailroom", "prepare-start")) {
            Ran ran = run(List.of("sh", "-n", BIN.resolve(script).toString()), home);
            assertThat(ran.exit()).as(script + ran.output()).isZero();
        }
        Ran main =
                run(List.of("bash", "-n", Repository.root().resolve("mailroom").toString()), home);
        assertThat(main.exit()).as(main.output()).isZero();
    }
}
