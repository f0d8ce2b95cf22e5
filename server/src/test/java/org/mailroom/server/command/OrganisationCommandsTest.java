package org.mailroom.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.server.ServerKit;

import java.nio.file.Path;

/** People, relations, groups and tokens at the command line, through an open store. */
@Timeout(60)
class OrganisationCommandsTest {
    @TempDir Path directory;
    private Stores stores;
    private Stores.Lease lease;

    /** One store for all commands of a test, as a server that runs has. */
    @BeforeEach
    void open() throws Exception {
        var options = new SettingsOptions();
        lease = new LocalStores(directory).open(options);
        stores = new ServingStores(lease.store());
    }

    @AfterEach
    void close() {
        lease.close();
    }

    private String ok(String... arguments) {
        var kit = new ServerKit(directory);
        int exit = MailroomCommand.run(arguments, kit, stores);
        assertThat(exit).as(kit.errors() + kit.output()).isZero();
        return kit.output();
    }

    private String fails(String... arguments) {
        var kit = new ServerKit(directory);
        assertThat(MailroomCommand.run(arguments, kit, stores)).as(kit.output()).isEqualTo(1);
        return kit.errors();
    }

    @Test
    void anOrganisationIsBuiltByHand() {
        ok("person", "add", "gray", "--name", "Dr Gray", "--role", "clinician", "--zone", "UTC");
        ok("person", "add", "pat", "--role", "patient", "--attribute", "ward=7", "--locale", "de");
        assertThat(ok("person", "list").lines())
                .containsExactly("gray@localhost  (clinician)", "pat@localhost  (patient)");
        ok("person", "set", "pat", "--role", "Member", "--attribute", "ward=8", "--name", "Pat");
        assertThat(ok("person", "show", "pat"))
                .contains("roles       member, patient", "attribute   ward = 8", "locale      de");
        assertThat(ok("person", "list", "--role", "patient"))
                .contains("pat")
                .doesNotContain("gray");

        ok("relation", "add", "gray", "assigned", "pat");
        assertThat(fails("relation", "add", "gray", "assigned", "pat")).contains("already");
        assertThat(ok("relation", "list", "pat")).contains("gray@localhost  assigned  pat");
        ok("relation", "end", "gray", "assigned", "pat");
        assertThat(ok("relation", "list", "pat")).isEmpty();
        assertThat(ok("relation", "list", "pat", "--all")).contains("until");

        String expression = "role is patient and attribute ward in (8, 9)";
        ok("group", "add", "ward8", "--title", "Ward 8", "--expression", expression);
        ok("group", "join", "ward8", "gray", "--rank", "primary-owner");
        assertThat(ok("group", "members", "ward8"))
                .contains("gray@localhost  (primary-owner", "pat@localhost  (member", "by the exp");
        assertThat(ok("group", "show", "ward8"))
                .contains("primary     gray@localhost", "members     2", expression);
        assertThat(fails("group", "set", "ward8", "--expression", "role was x"))
                .contains("column 6");
        ok("group", "set", "ward8", "--expression", "", "--replies", "announce");
        assertThat(ok("group", "list")).contains("ward8@localhost  Ward 8  (team, 1 members)");
        ok("group", "leave", "ward8", "gray");
        assertThat(ok("group", "members", "ward8")).isEmpty();
        assertThat(fails("group", "remove", "ward8")).contains("--yes");
        ok("group", "remove", "ward8", "--yes");
        assertThat(fails("group", "show", "ward8")).contains("nobody here is called");

        ok("person", "set", "pat", "--state", "left");
        assertThat(ok("person", "list")).contains("pat@localhost  (member, patient, left)");
        ok("person", "remove", "pat", "--yes");
        assertThat(ok("person", "list")).doesNotContain("pat");
        assertThat(ok("verify")).contains("Nothing is wrong");
    }

    @Test
    void servicesGetTokens() {
        ok("person", "add", "bot", "--service");
        String token = ok("token", "issue", "bot", "reminders", "--scope", "messages:send").strip();
        assertThat(token).startsWith("mrt_");
        String listed = ok("token", "list", "bot");
        assertThat(listed).contains("reminders", "messages:send", "good").doesNotContain(token);
        ok("token", "revoke", "bot", listed.strip().split(" ")[0]);
        assertThat(ok("token", "list", "bot")).contains("revoked");
        assertThat(fails("token", "issue", "bot", "x", "--scope", "all")).contains("people:read");
        ok("keys", "rotate");
        assertThat(ok("token", "list", "bot")).contains("reminders");
        assertThat(ok("verify")).contains("Nothing is wrong");
    }
}
