package org.mailroom.messaging.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.Org;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.provision.ImportOptions.Missing;
import org.mailroom.messaging.provision.ImportReport.Outcome;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@Timeout(60)
class ImportsTest {
    private static final String PEOPLE =
            """
            address,external_id,name,roles,locale,zone,attribute.cohort
            ann@example.org,E1,Ann,patient,de-CH,Europe/Zurich,spring
            carl@example.org,E2,Carl,clinician,,,
            dora@example.org,E3,Dora,clinician;lead,,,
            """;
    private static final String RELATIONS =
            "from,to,relation\ncarl@example.org,ann@example.org,assigned\n";
    private static final String GROUPS =
            "group,title,kind,reply_mode\nward@example.org,Ward,care-team,all\n";
    private static final String MEMBERS =
            """
            group,member,rank
            ward@example.org,carl@example.org,primary-owner
            ward@example.org,ann@example.org,
            """;

    private Org org;
    private Links links;
    private Imports imports;
    private final List<String> told = new ArrayList<>();

    TestStore store() {
        return TestStore.create();
    }

    @BeforeEach
    void open() {
        org = new Org(store());
        links = new Links(org.test.store(), org.test.masters());
        imports = imports(org, links);
    }

    static Imports imports(Org org, Links links) {
        return new Imports(
                org.test.store(),
                org.test.masters(),
                org.directory,
                org.organisation,
                links,
                name -> name.indexOf('@') < 0 ? name + "@example.org" : name,
                org::now);
    }

    @AfterEach
    void close() {
        org.close();
    }

    private static List<ImportFile> files(String... texts) {
        List<ImportFile> files = new ArrayList<>();
        for (String text : texts) {
            files.add(ImportFile.of("file" + (files.size() + 1), text.getBytes(UTF_8)));
        }
        return files;
    }

    private ImportReport run(ImportOptions options, String... texts) throws IOException {
        return imports.run(
                files(texts), options, Org.ADMIN, (stage, done, total) -> told.add(stage), c -> {});
    }

    private ImportReport run(String... texts) throws IOException {
        return run(ImportOptions.DEFAULT, texts);
    }

    private Person person(String name) {
        return org.organisation
                .people()
                .byAddress(AddrSpec.of(name + "@example.org").orElseThrow())
                .orElseThrow();
    }

    private Group ward() {
        return org.organisation
                .groups()
                .byAddress(AddrSpec.of("ward@example.org").orElseThrow())
                .orElseThrow();
    }

    private long relations() {
        return org.organisation
                .relations()
                .between(person("carl").id(), person("ann").id(), org.now())
                .size();
    }

    @Test
    void bringsInEverything() throws IOException {
        ImportReport report = run(RELATIONS, MEMBERS, GROUPS, PEOPLE);
        assertThat(report.mistakes()).isEmpty();
        assertThat(report.count("people", Outcome.CREATED)).isEqualTo(3);
        assertThat(report.count("relations", Outcome.CREATED)).isEqualTo(1);
        assertThat(report.count("members", Outcome.CREATED)).isEqualTo(2);
        Person ann = person("ann");
        assertThat(ann.displayName()).isEqualTo("Ann");
        assertThat(ann.locale().orElseThrow().toLanguageTag()).isEqualTo("de-CH");
        assertThat(ann.attributes()).containsEntry("cohort", List.of("spring"));
        assertThat(person("dora").roles()).containsExactlyInAnyOrder("clinician", "lead");
        assertThat(links.byExternalId(Account.Kind.PERSON, "E1")).containsExactly(ann.id());
        assertThat(org.directory.hasPassword(ann.id())).isFalse();
        assertThat(relations()).isEqualTo(1);
        assertThat(ward().replyMode()).isEqualTo(ReplyMode.ALL);
        assertThat(org.organisation.groups().owners(ward().id()))
                .extracting(Membership::rank)
                .containsExactly(Rank.PRIMARY_OWNER);
    }

    @Test
    void twiceIsOnce() throws IOException {
        run(PEOPLE, RELATIONS, GROUPS, MEMBERS);
        long version = person("ann").version();
        ImportReport again = run(PEOPLE, RELATIONS, GROUPS, MEMBERS);
        for (String kind : List.of("people", "relations", "groups", "members")) {
            assertThat(again.count(kind, Outcome.CREATED)).as(kind).isZero();
            assertThat(again.count(kind, Outcome.UPDATED)).as(kind).isZero();
            assertThat(again.count(kind, Outcome.UNCHANGED)).as(kind).isPositive();
        }
        assertThat(person("ann").version()).isEqualTo(version);
    }

    @Test
    void whatIsNotSaidStays() throws IOException {
        run(PEOPLE);
        ImportReport report = run("address,name\nann@example.org,Anna\n");
        assertThat(report.count("people", Outcome.UPDATED)).isEqualTo(1);
        assertThat(person("ann").displayName()).isEqualTo("Anna");
        assertThat(person("ann").roles()).containsExactly("patient");
        run("address,attribute.cohort,locale\nann@example.org,,\n");
        assertThat(person("ann").attributes()).isEmpty();
        assertThat(person("ann").locale()).isEmpty();
        assertThat(person("ann").zone()).isPresent();
    }

    @Test
    void anExternalIdFindsWhoHasANewAddress() throws IOException {
        run(PEOPLE);
        Person before = person("ann");
        ImportReport report = run("address,external_id\nanna@example.org,E1\n");
        assertThat(report.count("people", Outcome.UPDATED)).isEqualTo(1);
        assertThat(person("anna").id()).isEqualTo(before.id());
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        ImportReport report =
                run(ImportOptions.DEFAULT.withDryRun(true), PEOPLE, RELATIONS, GROUPS, MEMBERS);
        assertThat(report.dryRun()).isTrue();
        assertThat(report.count("people", Outcome.CREATED)).isEqualTo(3);
        assertThat(report.count("relations", Outcome.CREATED)).isEqualTo(1);
        assertThat(report.count("members", Outcome.CREATED)).isEqualTo(2);
        assertThat(org.organisation.people().list(10)).isEmpty();
        assertThat(org.organisation.groups().list(10)).isEmpty();
    }

    @Test
    void oneMistakeAndNothingIsChanged() throws IOException {
        ImportReport report =
                run(
                        """
                        address,locale,state
                        ann@example.org,,
                        bob@elsewhere.test,,
                        carl@example.org,xx_yy_zz_,
                        dora@example.org,,asleep
                        ann@example.org,,
                        """,
                        """
                        from,to,relation,since,until
                        nobody@example.org,ann@example.org,mentor,,
                        ann@example.org,ann@example.org,mentor,,
                        ann@example.org,dora@example.org,mentor,2026-02-01,2026-01-01
                        ann@example.org,dora@example.org,mentor,soon,
                        """,
                        "group,member\nnone@example.org,ann@example.org\n");
        assertThat(report.good()).isFalse();
        assertThat(report.mistakes())
                .extracting(Mistake::toString)
                .satisfiesExactlyInAnyOrder(
                        m -> assertThat(m).startsWith("file1:3:1: bob@elsewhere.test"),
                        m -> assertThat(m).startsWith("file1:4:18: xx_yy_zz_ is no locale"),
                        m -> assertThat(m).startsWith("file1:5:19: asleep is none of active"),
                        m -> assertThat(m).startsWith("file1:6:1: ann@example.org is in the files"),
                        m -> assertThat(m).startsWith("file2:2:1: nobody@example.org is nobody"),
                        m -> assertThat(m).startsWith("file2:3:1: nobody has a relation to"),
                        m -> assertThat(m).startsWith("file2:4:1: ends before it begins"),
                        m -> assertThat(m).startsWith("file2:5:41: soon is no time"),
                        m -> assertThat(m).startsWith("file3:2:1: none@example.org is no group"));
        assertThat(org.organisation.people().list(10)).isEmpty();
    }

    @Test
    void whoIsMissingLeaves() throws IOException {
        run(PEOPLE, RELATIONS, GROUPS, MEMBERS);
        String without = PEOPLE.replaceAll("(?m)^ann.*\n", "");
        ImportOptions leave = ImportOptions.DEFAULT.withMissing(Set.of(Missing.values()), 50);
        String members = MEMBERS.replaceAll("(?m)^.*ann@.*\n", "");
        ImportReport dry = run(leave.withDryRun(true), without, GROUPS, members);
        assertThat(dry.count("people", Outcome.LEFT)).isEqualTo(1);
        assertThat(person("ann").state()).isEqualTo(Account.State.ACTIVE);
        ImportReport report = run(leave, without, GROUPS, members);
        assertThat(report.count("people", Outcome.LEFT)).isEqualTo(1);
        assertThat(report.count("members", Outcome.LEFT)).isEqualTo(1);
        assertThat(person("ann").state()).isEqualTo(Account.State.LEFT);
        assertThat(relations()).as("no relations file, no relation ends").isEqualTo(1);

        ImportReport back = run(PEOPLE);
        assertThat(back.count("people", Outcome.UPDATED)).isEqualTo(1);
        assertThat(person("ann").state()).isEqualTo(Account.State.ACTIVE);
    }

    @Test
    void tooManyMissingAndNothingIsChanged() throws IOException {
        run(PEOPLE);
        ImportReport report =
                run(
                        ImportOptions.DEFAULT.withMissing(Set.of(Missing.PEOPLE), 10),
                        "address,name\nann@example.org,Changed\n");
        assertThat(report.refused().orElseThrow()).startsWith("2 of 3 people are missing");
        assertThat(person("ann").displayName()).isEqualTo("Ann");
        assertThat(person("carl").state()).isEqualTo(Account.State.ACTIVE);
    }

    @Test
    void relationsEndWithTheirDateAndWhenMissing() throws IOException {
        run(PEOPLE, RELATIONS);
        ImportReport dated =
                run(
                        "from,to,relation,until\n"
                                + "carl@example.org,ann@example.org,assigned,2099-01-01\n");
        assertThat(dated.count("relations", Outcome.UPDATED)).isEqualTo(1);
        ImportReport moved =
                run(
                        ImportOptions.DEFAULT.withMissing(Set.of(Missing.RELATIONS), 100),
                        "from,to,relation\ndora@example.org,ann@example.org,assigned\n");
        assertThat(moved.count("relations", Outcome.LEFT)).isEqualTo(1);
        assertThat(moved.count("relations", Outcome.CREATED)).isEqualTo(1);
        assertThat(relations()).isZero();
    }

    /** Ends an import somewhere, as a kill does. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void goesOnWhereItWasCutOff() throws IOException {
        StringBuilder people = new StringBuilder("address,name\n");
        for (int i = 0; i < 1_600; i++) {
            people.append("p").append(i).append("@example.org,P").append(i).append('\n');
        }
        List<ImportFile> files = files(people.toString());
        assertThatThrownBy(
                        () ->
                                imports.run(
                                        files,
                                        ImportOptions.DEFAULT,
                                        Org.ADMIN,
                                        (stage, done, total) -> {
                                            if (stage.equals("Importing") && done >= 1_000) {
                                                throw new Killed();
                                            }
                                        },
                                        c -> {}))
                .isInstanceOf(Killed.class);
        Imports restarted = imports(org, links);
        List<Long> at = new ArrayList<>();
        ImportReport report =
                restarted.run(
                        files,
                        ImportOptions.DEFAULT.withResume(true),
                        Org.ADMIN,
                        (stage, done, total) -> {
                            if (stage.equals("Importing")) {
                                at.add(done);
                            }
                        },
                        c -> {});
        assertThat(report.resumedAt()).isEqualTo(1_000);
        assertThat(at).containsExactly(1_500L, 1_600L);
        assertThat(report.count("people", Outcome.CREATED)).isEqualTo(1_600);
        assertThat(report.count("people", Outcome.UNCHANGED)).isZero();
        assertThat(org.organisation.people().count()).isEqualTo(1_600);
        // it has come to its end: there is nothing to go on with
        assertThat(run(ImportOptions.DEFAULT.withResume(true), people.toString()).resumedAt())
                .isZero();
    }

    @Test
    void passwordsAreSetWhereGiven() throws IOException {
        run("address,password\nann@example.org,correct horse battery\nbob@example.org,\n");
        assertThat(org.directory.hasPassword(person("ann").id())).isTrue();
        assertThat(org.directory.hasPassword(person("bob").id())).isFalse();
    }

    @Test
    void linksAreFoundAndGoWithTheAccount() throws IOException {
        run(PEOPLE);
        Person ann = person("ann");
        Link link = links.byId(ann.id()).orElseThrow();
        links.keep(
                new Link(
                        ann.id(),
                        link.externalId(),
                        Optional.of("DOMAIN\\Ann"),
                        "{\"title\":\"x\"}",
                        link.created(),
                        org.now()));
        assertThat(links.byUserName("domain\\ANN")).contains(ann.id());
        assertThat(links.byId(ann.id()).orElseThrow().document()).isEqualTo("{\"title\":\"x\"}");
        assertThatThrownBy(
                        () ->
                                links.keep(
                                        new Link(
                                                person("carl").id(),
                                                Optional.empty(),
                                                Optional.of("domain\\ann"),
                                                "",
                                                org.now(),
                                                org.now())))
                .hasMessageContaining("user name");
        org.organisation.people().remove(ann.id(), Org.ADMIN);
        assertThat(links.byExternalId(Account.Kind.PERSON, "E1")).isEmpty();
        assertThat(links.byUserName("domain\\ann")).isEmpty();
    }
}
