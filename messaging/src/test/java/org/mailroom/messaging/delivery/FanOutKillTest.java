package org.mailroom.messaging.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.check.Progress;
import org.mailroom.mailstore.check.Verify;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Org;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** kill -9 in the middle of mail to a large group: everybody gets every message, once. */
@Timeout(120)
class FanOutKillTest {
    /** Several times what is served at once here. */
    private static final int MEMBERS = 100;

    @Test
    void goesOnWhereItWas(@TempDir Path directory) throws Exception {
        List<AccountId> members = members(directory);
        killWhenItSays("accepted", directory, "first", members.getLast());
        killWhenItSays("reached", directory, "second", members.get(MEMBERS / 2));

        try (Post post = new Post(TestStore.in(directory))) {
            post.delivery.settle();
            assertThat(members)
                    .filteredOn(
                            member -> {
                                List<String> mail = post.inbox(member);
                                return mail.size() != 2
                                        || mail.stream()
                                                        .filter(m -> m.contains("Subject: first"))
                                                        .count()
                                                != 1;
                            })
                    .isEmpty();
            assertThat(new Verify(post.org.test.store(), f -> {}, Progress.NONE).run().clean())
                    .isTrue();
        }
    }

    private static List<AccountId> members(Path directory) {
        try (Post post = new Post(TestStore.in(directory))) {
            Group large = post.org.group("large", "team");
            List<NewPerson> wanted =
                    IntStream.range(0, MEMBERS)
                            .mapToObj(
                                    i ->
                                            new NewPerson(
                                                    Account.Kind.PERSON,
                                                    "m" + i + "@example.org",
                                                    "m" + i,
                                                    Set.of()))
                            .toList();
            List<AccountId> members =
                    post.org.organisation.people().createAll(wanted, Org.ADMIN).stream()
                            .map(Person::id)
                            .toList();
            post.groups().joinAll(large.id(), members, Rank.MEMBER, Org.ADMIN);
            return members;
        }
    }

    private static void killWhenItSays(
            String word, Path directory, String subject, AccountId member) throws Exception {
        Process child =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx256m",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FanOutChild.class.getName(),
                                directory.toString(),
                                subject,
                                member.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && !line.equals(word)) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo(word);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
