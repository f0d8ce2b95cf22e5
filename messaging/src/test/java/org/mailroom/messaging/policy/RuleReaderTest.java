package org.mailroom.messaging.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.policy.Ruling.Verdict;
import org.mailroom.messaging.safety.Lane;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

@Timeout(30)
class RuleReaderTest {
    /** Little, and nothing strange about it. */
    private static final String LITTLE =
            """
            policy: little
            roles:
              a: {directory: everyone, may: moderate}
              b:
            write:
              - allow: a
                to: b
            """;

    private static List<String> problems(String text) {
        try {
            return RuleReader.read("p.yaml", text).warnings().stream()
                    .map(Problem::toString)
                    .toList();
        } catch (BadPolicy bad) {
            return bad.problems().stream().map(Problem::toString).toList();
        }
    }

    private static RuleSet read(String text) throws BadPolicy {
        return RuleReader.read("p.yaml", text).rules();
    }

    @Test
    void littleIsEnough() {
        assertThat(problems(LITTLE)).isEmpty();
    }

    @Test
    void allMistakesAreNamedWithTheirPlace() {
        String text =
                """
                policy: wrong
                abuot: a slip
                roles:
                  patient: {directory: evryone}
                  Clinician: {}
                  admin: {may: [moderate, fly], unblockable: perhaps}
                  anyone: {}
                relations:
                  assigned: is the assigned clinician of
                groups:
                  class: {post: boss, reply-modes: [all, none]}
                  team: {about: nobody can write to it}
                write:
                  - allow: patient
                    to: doctor
                    when: {recipient-is: asigned, moon: full}
                  - allow: patient
                    refuse: patient
                    to: patient
                  - allow: admin
                  - allow: [patient]
                    to: admin
                    when: {sender-rank: owner}
                    kinds: [direct, smoke]
                people-at-once: few
                lanes:
                  interactive: {burst: 0}
                restrictions:
                  allowed: [mute, shadow]
                features:
                  edit: sometimes
                except:
                  - group: class
                    from: patient
                """;

        assertThat(problems(text))
                .containsExactly(
                        "p.yaml:2:1: unknown key \"abuot\"; did you mean \"about\"?",
                        "p.yaml:4:24: no such choice \"evryone\"; did you mean \"everyone\"?",
                        "p.yaml:5:3: \"Clinician\" is no name: small letters, digits, - . _ only",
                        "p.yaml:6:27: no may \"fly\"; known: broadcast, bulk, templates, schedule,"
                                + " moderate",
                        "p.yaml:6:46: unblockable: expected yes or no",
                        "p.yaml:7:3: \"anyone\" is everybody, not a role",
                        "p.yaml:11:17: post: expected one of anyone, member, moderator, owner,"
                                + " primary-owner, nobody",
                        "p.yaml:11:42: no reply mode \"none\"; known: announce, owner, all",
                        "p.yaml:12:3: team: \"post\" is missing: who writes to it",
                        "p.yaml:15:9: no role \"doctor\"; known: patient, admin, anyone",
                        "p.yaml:16:26: no relation \"asigned\"; did you mean \"assigned\"?",
                        "p.yaml:16:35: unknown key \"moon\"; known: sender-is, recipient-is,"
                                + " related, share, sender-rank, recipient-rank, welcome",
                        "p.yaml:17:5: a line needs one of \"allow\", \"hold\" and \"refuse\"",
                        "p.yaml:20:5: \"to\" is missing: whom they write to",
                        "p.yaml:23:12: sender-rank needs \"share\": a rank in which group?",
                        "p.yaml:24:21: no kind of message for a line \"smoke\"; known: direct,"
                                + " reply, system",
                        "p.yaml:25:17: people-at-once: expected a whole number from 1",
                        "p.yaml:27:16: interactive: \"per-minute\" is missing; 0 is no limit",
                        "p.yaml:27:24: burst: expected a whole number from 1",
                        "p.yaml:29:3: shadow needs \"longest-shadow\": it always has an end",
                        "p.yaml:31:9: edit: expected a time such as 30s, 15m, 24h or 365d, always"
                                + " or off",
                        "p.yaml:33:5: needs either \"group\", or \"from\" and \"to\" with \"when\"",
                        "p.yaml:33:5: \"set\" is missing: what is different here");
    }

    @Test
    void brokenYamlIsNamedWithItsPlace() {
        assertThat(problems("policy: x\nroles: [a\nwrite: y\n"))
                .singleElement()
                .asString()
                .startsWith("p.yaml:3:6: not YAML: ");
        assertThat(problems("")).anyMatch(p -> p.contains("\"policy\" is missing"));
        assertThat(problems("- a\n- b\n")).anyMatch(p -> p.contains("expected keys and values"));
        assertThat(problems("policy: &a [*a]\n")).isNotEmpty();
        assertThat(problems(LITTLE + "policy: again\n"))
                .containsExactly("p.yaml:8:1: \"policy\" is given twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    allow: a|to: b|p.yaml:8:5: warning: the same as line 6 once more
                    refuse: a|to: b|p.yaml:8:5: warning: never reached: line 6 matches first
                    hold: [a]|to: [b]|p.yaml:8:5: warning: never reached: line 6 matches first
                    refuse: [a, b]|to: b|
                    refuse: a|to: [a, b]|
                    refuse: a|to: anyone|
                    """)
    void linesThatAreNeverReachedAreToldOf(String verb, String to, String expected) {
        String text = LITTLE + "  - " + verb + "\n    " + to + "\n";

        assertThat(problems(text)).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void conditionsAreComparedToo() {
        String wide = LITTLE.replace("to: b", "to: b\n    when: {related: [r, s]}");
        String text = "relations: {r: is, s: is}\n" + wide;
        assertThat(problems(text + "  - refuse: a\n    to: b\n    when: {sender-is: r}\n"))
                .singleElement()
                .asString()
                .contains("never reached");
        assertThat(problems(text + "  - refuse: a\n    to: b\n")).isEmpty();
        assertThat(problems(text + "  - allow: a\n    to: b\n    kinds: reply\n")).isEmpty();
    }

    @Test
    void whatNothingSpeaksOfIsToldOf() {
        assertThat(problems(LITTLE.replace("write:", "  c: {}\nrelations: {r: is}\nwrite:")))
                .containsExactly(
                        "p.yaml:5:3: warning: no line speaks of the role \"c\"",
                        "p.yaml:6:13: warning: no line speaks of the relation \"r\"");
        assertThat(problems(LITTLE.replace(", may: moderate", "")))
                .containsExactly(
                        "p.yaml:2:1: warning: no role may moderate: nobody could look at reports");
    }

    @Test
    void everythingIsRead() throws BadPolicy {
        RuleSet rules = Shipped.rules("healing-space");

        assertThat(rules.roles().keySet())
                .containsExactly("patient", "clinician", "developer", "admin", "system", "service");
        assertThat(rules.repliesInside()).isTrue();
        assertThat(rules.peopleAtOnce()).isEqualTo(5);
        assertThat(rules.lanes()).containsEntry("interactive", new Lane("interactive", 30, 30));
        assertThat(rules.lines()).hasSize(10);
        assertThat(rules.lines().getFirst().when().recipientIs())
                .containsExactlyInAnyOrder("assigned", "care-team");
        assertThat(rules.longestShadow()).isEmpty();
        assertThat(Shipped.rules("care-collective").longestShadow()).contains(Duration.ofDays(3));
        Facts.Ties treats = new Facts.Ties(Set.of("assigned"), Set.of(), List.of(), false);
        Facts.From clinician = Facts.From.person("clinician");
        assertThat(rules.between(clinician, Set.of("patient"), treats).receipts())
                .isEqualTo(Features.Receipts.MANDATORY);
        assertThat(rules.between(clinician, Set.of("patient"), Facts.Ties.NONE).receipts())
                .isEqualTo(Features.Receipts.USER_MAY_HIDE);
        assertThat(Shipped.rules("classroom").in("class").receipts())
                .isEqualTo(Features.Receipts.MANDATORY);
        assertThat(Shipped.rules("classroom").in("class").edit()).contains(Duration.ofMinutes(15));
        assertThat(read(LITTLE + "features: {edit: always, retention: 365d}").features())
                .satisfies(
                        f -> {
                            assertThat(f.edit()).isEqualTo(Optional.empty());
                            assertThat(f.retention()).contains(Duration.ofDays(365));
                        });
    }

    @Test
    void suspendedSendersAreToldFirst() throws BadPolicy {
        Facts.From suspended =
                new Facts.From(Facts.Who.PERSON, Set.of("a"), Account.State.SUSPENDED, Set.of());
        Ruling ruling =
                read(LITTLE)
                        .judge(
                                new Facts(
                                        suspended,
                                        Facts.To.Person.of("b"),
                                        Facts.Ties.NONE,
                                        Facts.Ask.NEW));
        assertThat(ruling.verdict()).isEqualTo(Verdict.REFUSE);
        assertThat(ruling.why().orElseThrow().code()).isEqualTo(WhyCode.SENDER_SUSPENDED);
    }

    /** Whatever stands in a file: it is read or turned down, never half, never a crash. */
    @ParameterizedTest
    @ValueSource(strings = {"healing-space", "classroom", "open"})
    void brokenFilesAreTurnedDown(String name) throws IOException {
        String text = Files.readString(Shipped.file(name));
        String alphabet = "{}[]:-,#&*!|>'\"%@ \n\t\u0000azä\uD83D\uDE00";
        for (int seed = 0; seed < 400; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder broken = new StringBuilder(text);
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                int at = random.nextInt(broken.length());
                switch (random.nextInt(3)) {
                    case 0 -> broken.deleteCharAt(at);
                    case 1 ->
                            broken.setCharAt(
                                    at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default ->
                            broken.delete(at, Math.min(broken.length(), at + random.nextInt(200)));
                }
            }
            BadPolicy bad =
                    catchThrowableOfType(
                            BadPolicy.class, () -> RuleReader.read("p.yaml", broken.toString()));
            if (bad != null) {
                assertThat(bad.problems()).as("seed " + seed).anyMatch(p -> !p.warning());
            }
        }
    }
}
