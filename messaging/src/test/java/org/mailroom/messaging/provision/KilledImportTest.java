package org.mailroom.messaging.provision;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.group.Org;
import org.mailroom.messaging.provision.ImportReport.Outcome;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An import in a process of its own, killed on the way. */
@Timeout(120)
class KilledImportTest {
    private static final int PEOPLE = 4_000;

    private static List<ImportFile> files() {
        StringBuilder people = new StringBuilder("address,external_id,roles\n");
        for (int i = 0; i < PEOPLE; i++) {
            people.append("p%d@example.org,X%d,member%n".formatted(i, i));
        }
        return List.of(ImportFile.of("people.csv", people.toString().getBytes(UTF_8)));
    }

    private static ImportReport run(Org org, ImportProgress progress) throws IOException {
        Links links = new Links(org.test.store(), org.test.masters());
        return ImportsTest.imports(org, links)
                .run(files(), ImportOptions.DEFAULT.withResume(true), Org.ADMIN, progress, c -> {});
    }

    /** The process that is killed: says how far it is after each batch. */
    public static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            try (Org org = new Org(TestStore.in(Path.of(arguments[0])))) {
                run(
                        org,
                        (stage, done, total) -> {
                            System.out.println(stage + " " + done);
                            System.out.flush();
                        });
            }
        }
    }

    @Test
    void goesOnBehindWhatWasTaken(@TempDir Path directory) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader said = child.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.equals("Importing 1500")) {
                line = said.readLine();
            }
            assertThat(line).as("it came that far").isNotNull();
            child.destroyForcibly().waitFor();
        }
        try (Org org = new Org(TestStore.in(directory))) {
            ImportReport report = run(org, (stage, done, total) -> {});
            assertThat(report.mistakes()).isEmpty();
            assertThat(report.resumedAt()).isPositive().isLessThan(PEOPLE);
            assertThat(org.organisation.people().count()).isEqualTo(PEOPLE);
            assertThat(
                            report.count("people", Outcome.CREATED)
                                    + report.count("people", Outcome.UNCHANGED))
                    .isEqualTo(PEOPLE);
        }
    }
}
