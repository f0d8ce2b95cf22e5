package org.mailroom.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.server.ServerKit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of people at the command line. */
@Timeout(60)
class ProvisionCommandTest {
    @TempDir Path directory;
    private Stores stores;
    private Stores.Lease lease;

    @BeforeEach
    void open() throws Exception {
        lease = new LocalStores(directory).open(new SettingsOptions());
        stores = new ServingStores(lease.store());
    }

    @AfterEach
    void close() {
        lease.close();
    }

    private ServerKit run(int exit, String... arguments) {
        var kit = new ServerKit(directory);
        assertThat(MailroomCommand.run(arguments, kit, stores))
                .as(kit.errors() + kit.output())
                .isEqualTo(exit);
        return kit;
    }

    private String file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
        return name;
    }

    @Test
    void importsTwiceAndSaysWhatItDid() throws IOException {
        String people = file("people.csv", "address,name,roles\nann,Ann,patient\ngray,Gray,\n");
        String ties =
                file(
                        "ties.json",
                        "{\"relations\":[{\"from\":\"gray\",\"to\":\"ann\",\"kind\":\"assigned\"}]}");
        assertThat(run(0, "provision", "import", "--dry-run", people, ties).output())
                .contains("would be")
                .containsPattern("people +2 ");
        assertThat(run(0, "person", "list").output()).isEmpty();
        assertThat(run(0, "provision", "import", "--changes", people, ties).output())
                .contains("people created: ann@localhost")
                .containsPattern("relations +1 ");
        assertThat(run(0, "provision", "import", "--resume", people, ties).output())
                .containsPattern("people +0 +0 +2 ");
        assertThat(run(0, "person", "list").output()).contains("ann@localhost  (patient)");
    }

    @Test
    void saysWhereTheMistakeIs() throws IOException {
        String people = file("people.csv", "address,zone\nann,UTC\nbob,Moon\n");
        assertThat(run(1, "provision", "import", people).errors())
                .contains("people.csv:3:5: Moon is no time zone")
                .contains("Nothing was changed");
        assertThat(run(1, "provision", "import", "none.csv").errors()).contains("none.csv");
        assertThat(run(1, "provision", "import", "--missing", "all", people).errors())
                .contains("--missing");
    }

    @Test
    void tooManyAreMissing() throws IOException {
        run(0, "provision", "import", file("a.csv", "address\na\nb\nc\n"));
        String half = file("b.csv", "address\na\n");
        assertThat(run(1, "provision", "import", "--missing", "people", half).errors())
                .contains("2 of 3 people are missing");
        run(0, "provision", "import", "--missing", "people", "--most-missing", "70", half);
        assertThat(run(0, "person", "show", "b").output()).contains("left");
    }
}
