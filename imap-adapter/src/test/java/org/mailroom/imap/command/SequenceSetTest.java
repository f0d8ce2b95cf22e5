package org.mailroom.imap.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

class SequenceSetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1",
                "4294967295|4294967295",
                "1:3|1:3",
                "3:1|1:3",
                "5,3,1|1,3,5",
                "1,2,3|1:3",
                "1:3,2:7,9|1:7,9",
                "7:9,1:3,4:6|1:9",
                "1,1,1|1",
                "*|*",
                "*:*|*",
                "*:4|4:*",
                "4:*,2|2,4:*",
                "9:*,4:*|4:*",
                "*,3|3,*",
                "$|$",
            })
    void keepsRangesInOrder(String wire, String canonical) {
        assertThat(SequenceSet.parse(wire)).hasToString(canonical);
        assertThat(SequenceSet.parse(canonical)).isEqualTo(SequenceSet.parse(wire));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "01",
                "a",
                "1,",
                ",1",
                "1::2",
                "1:",
                ":1",
                "1:2:3",
                "-1",
                "4294967296",
                "99999999999",
                "1 2",
                "**",
                "*1",
                "$,1",
                "1,$",
                "0:5"
            })
    void refusesWhatIsNoSet(String wire) {
        assertThatThrownBy(() -> SequenceSet.parse(wire))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void boundsItsRanges() {
        assertThat(SequenceSet.parse("1,3,5", 3).rangeCount()).isEqualTo(3);
        assertThatThrownBy(() -> SequenceSet.parse("1,3,5,7", 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|5|5",
                "1:*|5|1:5",
                "7:*|5|5:7",
                "2,4:*|9|2,4:9",
                "1:3|2|1:3",
                "*|0|''",
                "1:*|0|''",
                "2,4:*|0|2",
                "3:9,*|5|3:9",
            })
    void namesTheLastMessage(String wire, long largest, String resolved) {
        assertThat(SequenceSet.parse(wire).resolve(largest)).hasToString(resolved);
    }

    @Test
    void countsAndFinds() {
        SequenceSet set = SequenceSet.parse("2,4:6,9");
        assertThat(set.size()).isEqualTo(5);
        assertThat(set.min()).isEqualTo(2);
        assertThat(set.max()).isEqualTo(9);
        List<Integer> positions = new ArrayList<>();
        long[] uids = {1, 2, 3, 5, 6, 8, 9, 12};
        set.forEachPosition(uids.length, i -> uids[i], positions::add);
        assertThat(positions).containsExactly(1, 3, 4, 6);
        assertThat(SequenceSet.SAVED_RESULT).isNotEqualTo(SequenceSet.EMPTY);
        assertThat(SequenceSet.SAVED_RESULT.isSavedResult()).isTrue();
    }

    @Test
    void agreesWithPlainSets() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TreeSet<Long> left = new TreeSet<>();
            TreeSet<Long> right = new TreeSet<>();
            SequenceSet one = randomSet(random, left);
            SequenceSet other = randomSet(random, right);
            assertThat(numbers(one)).as("seed " + seed).isEqualTo(new ArrayList<>(left));
            for (long n = 1; n < 70; n++) {
                assertThat(one.contains(n)).as("seed " + seed).isEqualTo(left.contains(n));
            }
            TreeSet<Long> both = new TreeSet<>(left);
            both.retainAll(right);
            assertThat(numbers(one.intersect(other)))
                    .as("seed " + seed)
                    .isEqualTo(new ArrayList<>(both));
            if (!one.isEmpty()) {
                assertThat(SequenceSet.parse(one.toString())).isEqualTo(one).hasSameHashCodeAs(one);
            }
        }
    }

    private static SequenceSet randomSet(SplittableRandom random, TreeSet<Long> plain) {
        SequenceSet.Builder builder = new SequenceSet.Builder();
        for (int i = random.nextInt(8); i > 0; i--) {
            long first = random.nextLong(1, 60);
            long last = first + random.nextLong(6);
            builder.addRange(first, last);
            for (long n = first; n <= last; n++) {
                plain.add(n);
            }
        }
        return builder.build();
    }

    private static List<Long> numbers(SequenceSet set) {
        List<Long> numbers = new ArrayList<>();
        set.forEach(numbers::add);
        return numbers;
    }
}
