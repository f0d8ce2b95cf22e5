package org.mailroom.messaging.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.policy.Ruling.Verdict;
import org.mailroom.messaging.safety.Restriction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** What holds under any policy, tried on made-up ones. Every failure names its seed. */
@Timeout(60)
class RandomPoliciesTest {
    private static final int POLICIES = 300;
    private static final int ASKED = 100;
    private static final List<String> ROLES = List.of("red", "green", "blue", "grey");
    private static final List<String> RELATIONS = List.of("leads", "helps");
    private static final List<String> GROUPS = List.of("club", "band");

    private static String policy(SplittableRandom random) {
        StringBuilder text = new StringBuilder("policy: p\nroles:\n");
        for (String role : ROLES) {
            text.append(
                    "  %s: {directory: %s, unblockable: %s, may: [%s]}\n"
                            .formatted(
                                    role,
                                    random.nextBoolean() ? "everyone" : "known",
                                    random.nextInt(3) == 0 ? "yes" : "no",
                                    String.join(", ", some(random, words(Permission.values())))));
        }
        text.append("relations: {leads: leads, helps: helps}\ngroups:\n");
        for (String group : GROUPS) {
            text.append(
                    "  %s: {as: %s, post: %s, reply-modes: [%s]}\n"
                            .formatted(
                                    group,
                                    one(random, List.of("group", "support", "broadcast")),
                                    one(random, words(GroupRules.Post.values())),
                                    one(random, List.of("all", "owner", "announce"))));
        }
        text.append("write:\n");
        for (int i = random.nextInt(1, 7); i > 0; i--) {
            text.append(
                    "  - %s: %s\n    to: %s\n"
                            .formatted(
                                    one(
                                            random,
                                            List.of("allow", "allow", "allow", "hold", "refuse")),
                                    one(random, ROLES),
                                    one(random, ROLES)));
            if (random.nextBoolean()) {
                text.append(
                        "    when: {%s: %s}\n"
                                .formatted(
                                        one(
                                                random,
                                                List.of("sender-is", "recipient-is", "related")),
                                        one(random, RELATIONS)));
            }
            if (random.nextInt(4) == 0) {
                text.append("    kinds: reply\n");
            }
        }
        text.append("replies: ").append(random.nextBoolean() ? "anywhere" : "inside-thread");
        return text.append("\nrestrictions: {allowed: [shadow], longest-shadow: 1h}\n").toString();
    }

    private static List<String> words(Enum<?>[] constants) {
        return List.of(constants).stream().map(Entries::word).toList();
    }

    private static <T> T one(SplittableRandom random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static <T> List<T> some(SplittableRandom random, List<T> all) {
        return all.stream().filter(x -> random.nextInt(3) == 0).toList();
    }

    private static Facts facts(SplittableRandom random) {
        Facts.From from =
                new Facts.From(
                        one(random, List.of(Facts.Who.values())),
                        Set.copyOf(some(random, ROLES)),
                        Account.State.ACTIVE,
                        Set.copyOf(some(random, List.of(Restriction.Kind.values()))));
        Facts.To to =
                switch (random.nextInt(5)) {
                    case 0 -> new Facts.To.Nobody();
                    case 1 ->
                            new Facts.To.Group(
                                    one(random, GROUPS),
                                    one(random, List.of(ReplyMode.values())),
                                    random.nextBoolean()
                                            ? Optional.of(one(random, List.of(Rank.values())))
                                            : Optional.empty(),
                                    random.nextInt(5) > 0);
                    default ->
                            new Facts.To.Person(
                                    Set.copyOf(some(random, ROLES)),
                                    random.nextInt(5) > 0,
                                    one(random, List.of(Facts.Welcome.values())),
                                    false);
                };
        Facts.Ties ties =
                new Facts.Ties(
                        Set.copyOf(some(random, RELATIONS)),
                        Set.copyOf(some(random, RELATIONS)),
                        List.of(),
                        random.nextInt(4) == 0);
        Facts.Ask ask =
                new Facts.Ask(
                        one(
                                random,
                                List.of(
                                        Optional.<Kind>empty(),
                                        Optional.<Kind>empty(),
                                        Optional.of(Kind.BULK),
                                        Optional.of(Kind.BROADCAST))),
                        one(random, List.of(Facts.Answer.values())),
                        random.nextBoolean(),
                        random.nextInt(4) == 0,
                        random.nextInt(1, 40));
        return new Facts(from, to, ties, ask);
    }

    private interface Property {
        void holds(RuleSet rules, Facts facts, String seed) throws BadPolicy;
    }

    private static void everywhere(Property property) throws BadPolicy {
        for (int seed = 0; seed < POLICIES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RuleSet rules = RuleReader.read("seed " + seed, policy(random)).rules();
            for (int i = 0; i < ASKED; i++) {
                Facts facts = facts(random);
                property.holds(rules, facts, "seed " + seed + ", " + facts);
            }
        }
    }

    private static RuleSet without(RuleSet rules, List<Line> lines) {
        return new RuleSet(
                rules.name(),
                rules.about(),
                rules.roles(),
                rules.relations(),
                rules.groups(),
                lines,
                rules.withoutRole(),
                rules.repliesInside(),
                rules.peopleAtOnce(),
                rules.lanes(),
                rules.throughSystems(),
                rules.features(),
                rules.featureLines(),
                rules.restrictions(),
                rules.longestShadow(),
                rules.says());
    }

    @Test
    void whatNoLineAllowsIsRefused() throws BadPolicy {
        everywhere(
                (rules, facts, seed) -> {
                    boolean person = facts.to() instanceof Facts.To.Person;
                    boolean cast = facts.ask().said().filter(Kind.BROADCAST::equals).isPresent();
                    if (person && !cast) {
                        assertThat(without(rules, List.of()).judge(facts).verdict())
                                .as(seed)
                                .isEqualTo(Verdict.REFUSE);
                    }
                    if (facts.to() instanceof Facts.To.Nobody) {
                        assertThat(rules.judge(facts).verdict()).isEqualTo(Verdict.REFUSE);
                    }
                });
    }

    @Test
    void takingAllowingLinesAwayOpensNothing() throws BadPolicy {
        everywhere(
                (rules, facts, seed) -> {
                    List<Line> kept =
                            rules.lines().stream()
                                    .filter(line -> line.verdict() != Verdict.ALLOW)
                                    .toList();
                    if (facts.to() instanceof Facts.To.Person) {
                        assertThat(without(rules, kept).judge(facts).verdict())
                                .as(seed)
                                .isGreaterThanOrEqualTo(
                                        rules.judge(facts).verdict() == Verdict.ALLOW
                                                ? Verdict.ALLOW
                                                : Verdict.HOLD);
                    }
                });
    }

    @Test
    void restrictionsAndBlocksOnlyTakeAway() throws BadPolicy {
        everywhere(
                (rules, facts, seed) -> {
                    Verdict before = rules.judge(facts).verdict();
                    for (Restriction.Kind kind : Restriction.Kind.values()) {
                        Facts more =
                                new Facts(
                                        facts.from().with(kind),
                                        facts.to(),
                                        facts.ties(),
                                        facts.ask());
                        assertThat(rules.judge(more).verdict())
                                .as(seed + " and " + kind)
                                .isGreaterThanOrEqualTo(before);
                    }
                    Facts.Ties ties = facts.ties();
                    Facts blocked =
                            new Facts(
                                    facts.from(),
                                    facts.to(),
                                    new Facts.Ties(
                                            ties.senderIs(),
                                            ties.recipientIs(),
                                            ties.shared(),
                                            true),
                                    facts.ask());
                    assertThat(rules.judge(blocked).verdict())
                            .as(seed)
                            .isGreaterThanOrEqualTo(before);
                });
    }

    /** At RCPT TO less is known than later: then it is never a no that would be a yes later. */
    @Test
    void theFirstAnswerIsTheKindest() throws BadPolicy {
        everywhere(
                (rules, facts, seed) -> {
                    Facts.Ask ask = facts.ask();
                    if (ask.said().isPresent() || ask.people() > rules.peopleAtOnce()) {
                        return;
                    }
                    Facts early =
                            new Facts(
                                    facts.from(),
                                    facts.to(),
                                    facts.ties(),
                                    new Facts.Ask(
                                            Optional.empty(),
                                            Facts.Answer.UNKNOWN,
                                            false,
                                            ask.scheduled(),
                                            1));
                    assertThat(rules.judge(early).verdict())
                            .as(seed)
                            .isLessThanOrEqualTo(rules.judge(facts).verdict());
                });
    }

    @Test
    void theSameFactsGetTheSameAnswer() throws BadPolicy {
        everywhere(
                (rules, facts, seed) ->
                        assertThat(rules.judge(facts)).as(seed).isEqualTo(rules.judge(facts)));
    }

    @Test
    void foreseenIsDecided() throws BadPolicy {
        RuleBook book = RuleBook.of("seed 7", policy(new SplittableRandom(7)));
        try (Desk desk = new Desk(TestStore.create(), book, PolicySettings.defaults())) {
            List<Person> people = new ArrayList<>();
            for (String role : ROLES) {
                people.add(desk.org.person(role, role));
                people.add(desk.org.person("second-" + role, role, "unknown"));
            }
            for (Person from : people) {
                for (String to : List.of("red", "green", "second-blue", "grey", "nobody")) {
                    Question asked =
                            new Question.To(
                                    desk.sender(from),
                                    Desk.path(from),
                                    Desk.address(to),
                                    10,
                                    Circumstances.NEW);
                    assertThat(desk.policy.foresee(asked)).isEqualTo(desk.policy.decide(asked));
                }
            }
        }
    }

    /** While the file changes all the time, every answer comes from one version or another. */
    @Test
    void reloadingIsAllOrNothing(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("p.yaml");
        String open =
                """
                policy: first
                says: The first version says no
                roles: {red: {may: moderate}, green: {}}
                write: [{allow: red, to: green}]
                """;
        String closed =
                open.replace("first", "second")
                        .replace("allow: red, to: green", "allow: green, to: red");
        Files.writeString(file, open);
        RuleBook book = RuleBook.of(file);
        List<RuleBook.Reloaded> told = new ArrayList<>();
        book.onReloaded(told::add);
        Facts redToGreen =
                new Facts(
                        Facts.From.person("red"),
                        Facts.To.Person.of("green"),
                        Facts.Ties.NONE,
                        Facts.Ask.NEW);
        Thread editor =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    for (int i = 0; i < 60; i++) {
                                        write(
                                                file,
                                                i % 3 == 0
                                                        ? "policy: ["
                                                        : i % 3 == 1 ? open : closed);
                                        book.reload();
                                    }
                                });
        while (editor.isAlive()) {
            RuleSet rules = book.rules();
            boolean yes = rules.judge(redToGreen).verdict() == Verdict.ALLOW;
            assertThat(yes).isEqualTo(rules.name().equals("first"));
            assertThat(rules.says()).contains(rules.name());
        }
        editor.join();
        // The reader's own look at the file may have come between.
        assertThat(told).hasSizeGreaterThanOrEqualTo(60);
        assertThat(told.stream().filter(r -> !r.taken()))
                .hasSizeGreaterThanOrEqualTo(20)
                .allMatch(r -> !r.problems().isEmpty());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aChangedFileIsNoticedAndABadOneChangesNothing(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("p.yaml");
        String text =
                "policy: one\nroles: {red: {may: moderate}}\nwrite: [{allow: red, to: red}]\n";
        Files.writeString(file, text);
        RuleBook book = RuleBook.of(file);
        assertThat(book.reload().taken()).isTrue();

        Files.writeString(file, text.replace("one", "two"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!book.rules().name().equals("two")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }

        Files.writeString(file, "policy: three\nwrite: nonsense\n");
        RuleBook.Reloaded bad = book.reload();
        assertThat(bad.taken()).isFalse();
        assertThat(bad.problems().getFirst().toString()).contains("p.yaml:2:8");
        assertThat(book.policy()).isEqualTo("two");
        Files.delete(file);
        assertThat(book.reload().taken()).isFalse();
        assertThat(book.policy()).isEqualTo("two");
    }
}
