package org.mailroom.messaging.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailroom.messaging.group.Org.ADMIN;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.backup.Backup;
import org.mailroom.mailstore.backup.Restore;
import org.mailroom.mailstore.check.Finding;
import org.mailroom.mailstore.check.Progress;
import org.mailroom.mailstore.check.Verify;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mail.StoreSettings;
import org.mailroom.mailstore.testkit.Postgres;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** How people and groups lie on disk: sealed, checked, saved and restored. */
@Timeout(60)
class KeepingTest {
    @TempDir Path directory;

    private final Random random = new Random();
    private final List<String> words = new ArrayList<>();

    /** A word that is nowhere else. */
    private String word() {
        var word = new StringBuilder("zq");
        for (int i = 0; i < 14; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        words.add(word.toString());
        return word.toString();
    }

    private record Made(Person ann, Person bob, Group group, String token) {}

    private Made make(Org org) {
        String role = word();
        String kind = word();
        String attribute = word();
        String value = word();
        var people = org.organisation.people();
        Person ann =
                people.create(
                        new NewPerson(word() + "@example.org", word() + " " + word(), Set.of(role))
                                .withAliases(List.of(word() + "@example.org"))
                                .withAttributes(Map.of(attribute, List.of(value, word()))),
                        ADMIN);
        ann = people.update(ann.withPreferences(Map.of(word(), word())), ADMIN);
        Person bob = people.create(new NewPerson(word() + "@example.org", word(), Set.of()), ADMIN);
        org.organisation.relations().add(ann.id(), bob.id(), kind, ADMIN);
        Group group =
                org.organisation
                        .groups()
                        .create(
                                new NewGroup(word() + "@example.org", word(), word())
                                        .withExpression(
                                                "role is %s and attribute %s is %s"
                                                        .formatted(role, attribute, value)),
                                ADMIN);
        org.organisation.groups().settle();
        Person bot =
                people.create(
                        new NewPerson(
                                Account.Kind.SERVICE, word() + "@example.org", word(), Set.of()),
                        ADMIN);
        String token =
                org.organisation
                        .tokens()
                        .issue(bot.id(), word(), Set.of(Scope.BROADCAST), Optional.empty(), ADMIN);
        words.add(token);
        return new Made(ann, bob, group, token);
    }

    private void assertSame(Organisation organisation, Made made, Org org) {
        assertThat(organisation.people().byId(made.ann.id())).contains(made.ann);
        assertThat(organisation.groups().byId(made.group.id())).contains(made.group);
        assertThat(organisation.groups().members(made.group.id(), 10))
                .extracting(Membership::member)
                .containsExactly(made.ann.id());
        assertThat(organisation.relations().between(made.ann.id(), made.bob.id(), org.now()))
                .hasSize(1);
        assertThat(organisation.tokens().check(made.token)).isPresent();
    }

    private static List<Finding> verified(MailStore store) throws IOException {
        List<Finding> errors = new ArrayList<>();
        new Verify(store, errors::add, Progress.NONE).run();
        errors.removeIf(f -> f.severity() != Finding.Severity.ERROR);
        return errors;
    }

    private void assertNoWord(Path root) throws IOException {
        List<Path> files;
        try (var all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
            for (String word : words) {
                for (var charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
                    assertThat(bytes.contains(new String(word.getBytes(charset), ISO_8859_1)))
                            .as("%s in %s", word, file)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void nothingSaidOfPeopleIsReadableOnDiskAndABackupBringsItBack() throws IOException {
        try (var org = new Org(TestStore.create())) {
            Made made = make(org);
            assertThat(verified(org.test.store())).isEmpty();
            Path backup = directory.resolve("backup");
            new Backup(org.test.store(), Progress.NONE).to(backup);
            assertNoWord(org.test.directory());
            assertNoWord(backup);
            for (StoreSettings settings :
                    List.of(
                            StoreSettings.DEFAULT,
                            StoreSettings.DEFAULT.with(Postgres.freshDatabase()))) {
                restored(org, made, backup, settings);
            }
        }
    }

    private void restored(Org org, Made made, Path backup, StoreSettings settings)
            throws IOException {
        Path data = directory.resolve(settings.database().embedded() ? "h2" : "postgres");
        List<Finding> findings = new ArrayList<>();
        new Restore(settings, org.test.masters(), findings::add, Progress.NONE).from(backup, data);
        assertThat(findings).noneMatch(f -> f.severity() == Finding.Severity.ERROR);
        try (MailStore store = MailStore.open(data, settings, org.test.masters());
                var organisation =
                        new Organisation(
                                store, org.test.masters(), org.directory, org.audit, org::now)) {
            assertSame(organisation, made, org);
            // numbers go on where they were
            Group more =
                    organisation
                            .groups()
                            .create(new NewGroup("more@example.org", "More", "team"), ADMIN);
            organisation.groups().join(more.id(), made.bob.id(), Rank.OWNER, ADMIN);
            assertThat(organisation.groups().owners(more.id())).hasSize(1);
        }
    }

    @Test
    void namesAreSealedAnewUnderANewMasterKey() throws IOException {
        try (var org = new Org(TestStore.create())) {
            Made made = make(org);
            org.test.masters().rotate();
            org.test.store().accounts().rewrap(done -> {});
            org.organisation.reseal();
            try (var again =
                    new Organisation(
                            org.test.store(),
                            org.test.masters(),
                            org.directory,
                            org.audit,
                            org::now)) {
                assertSame(again, made, org);
            }
            org.test
                    .store()
                    .database()
                    .read(
                            session ->
                                    session.createSelectionQuery(
                                                    "select sealed from TermRow", byte[].class)
                                            .getResultList())
                    .forEach(row -> assertThat(org.test.masters().current(row)).isTrue());
        }
    }

    @Test
    void rowsThatBelongToNobodyAreFoundAndTakenAway() throws IOException {
        try (var org = new Org(TestStore.create())) {
            Made made = make(org);
            org.test
                    .store()
                    .database()
                    .writeDurably(
                            session ->
                                    session.createMutationQuery(
                                                    "update MembershipRow set memberId = 99999")
                                            .executeUpdate());
            assertThat(verified(org.test.store()))
                    .extracting(Finding::kind)
                    .containsExactly(Finding.Kind.ROWS_ORPHAN);
            new Verify(org.test.store(), f -> {}, Progress.NONE).repair();
            assertThat(verified(org.test.store())).isEmpty();
            org.organisation.people().remove(made.ann.id(), ADMIN);
            org.organisation.groups().remove(made.group.id(), ADMIN);
            org.test.store().housekeep();
            assertThat(verified(org.test.store())).isEmpty();
        }
    }
}
