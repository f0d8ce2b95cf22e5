package org.mailroom.messaging.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.people.Person;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

class ExpressionTest {
    private static final AccountId GRAY = new AccountId(7);

    private static Optional<AccountId> resolve(String address) {
        return address.equals("gray@clinic.test") ? Optional.of(GRAY) : Optional.empty();
    }

    private static Expression parse(String text) {
        return ExpressionParser.parse(text, ExpressionTest::resolve);
    }

    /** A student of M 101, to whom Gray is assigned and who mentors somebody. */
    private record Pat(Person person) implements Expression.Facts {
        Pat() {
            this(
                    new Person(
                            new AccountId(1),
                            Account.Kind.PERSON,
                            "pat@clinic.test",
                            List.of(),
                            "Pat",
                            Account.State.ACTIVE,
                            Set.of("student", "patient"),
                            Map.of("course", List.of("M 101", "Q (2)"), "tier", List.of("Gold")),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of(),
                            1));
        }

        @Override
        public boolean related(String kind, boolean outward, Optional<AccountId> other) {
            return outward
                    ? kind.equals("mentor") && other.isEmpty()
                    : kind.equals("assigned") && other.map(GRAY::equals).orElse(true);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "everyone | true",
                "role is student | true",
                "ROLE IS Student | true",
                "role is \"student\" | true",
                "role is clinician | false",
                "role in (clinician, patient) | true",
                "not role is student | false",
                "not not role is student | true",
                "role is student and role is patient | true",
                "role is clinician or role is patient and role is nobody | false",
                "(role is clinician or role is patient) and not role is nobody | true",
                "role is student or role is x and role is y | true",
                "attribute course is \"m 101\" | true",
                "attribute course in (x, \"Q (2)\") | true",
                "attribute course is M | false",
                "attribute tier exists | true",
                "attribute age exists | false",
                "attribute Tier is GOLD | true",
                "relation assigned from gray@clinic.test | true",
                "relation assigned to gray@clinic.test | false",
                "relation assigned from anyone | true",
                "relation mentor to anyone | true",
                "relation mentor from anyone | false"
            })
    void isTrueOfWhoItSays(String text, boolean holds) {
        assertThat(parse(text).holds(new Pat())).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'' | 1",
                "role | 5",
                "role is | 8",
                "role was student | 6",
                "role is student student | 17",
                "role is student and | 20",
                "(role is student | 17",
                "role in student | 9",
                "role in () | 10",
                "role in (a b) | 12",
                "relation x anyone | 12",
                "attribute a like b | 13",
                "role is \"open | 9",
                "and | 1"
            })
    void saysWhereItIsWrong(String text, int column) {
        String whole = text.equals("''") ? "" : text;
        assertThatThrownBy(() -> parse(whole))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("column " + column + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relation x to nobody@clinic.test", "role is \"a\u0000b\""})
    void refusesWhatIsNotThere(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(Refused.class);
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> parse("(".repeat(2_000))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> parse("not ".repeat(900) + "everyone"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> parse("everyone or ".repeat(300) + "everyone"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> parse(" ".repeat(5_000))).isInstanceOf(Refused.class);
    }

    @Test
    void anyTextIsReadOrRefused() {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        List<String> words =
                List.of(
                        "role",
                        "is",
                        "in",
                        "(",
                        ")",
                        ",",
                        "and",
                        "or",
                        "not",
                        "everyone",
                        "attribute",
                        "relation",
                        "to",
                        "from",
                        "anyone",
                        "exists",
                        "x",
                        "\"",
                        "a b",
                        "\"q\"",
                        "é",
                        "\u0000",
                        "gray@clinic.test");
        int good = 0;
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            try {
                parse(text.toString()).holds(new Pat());
                good++;
            } catch (Refused e) {
                assertThat(e.reason())
                        .as("seed %d: %s", seed, text)
                        .isIn(Refused.Reason.CANNOT, Refused.Reason.BAD_NAME);
            }
        }
        assertThat(good).isPositive();
    }
}
