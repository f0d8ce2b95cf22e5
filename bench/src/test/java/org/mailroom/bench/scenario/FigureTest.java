package org.mailroom.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class FigureTest {
    @ParameterizedTest
    @CsvSource({
        "0.126,0.13",
        "0.5,0.5",
        "3,3",
        "12.34,12.3",
        "99.96,100",
        "1234.4,'1,234'",
        "100,100"
    })
    void printsThreeDigits(double value, String text) {
        assertThat(Figure.plain(value)).isEqualTo(text);
    }

    @Test
    void anAdvantageAboveOneIsGoodForOneself() {
        Figure rate = Figure.rate("r", "rate", "msg/s", new Aim.Ratio(2));
        Figure cost = Figure.cost("c", "cost", "ms", new Aim.Limit(3, "ms"));
        assertThat(rate.advantage(300, 100)).isEqualTo(3);
        assertThat(cost.advantage(1, 4)).isEqualTo(4);
        assertThat(rate.aim().met(300, 3)).isTrue();
        assertThat(rate.aim().met(300, 1.9)).isFalse();
        assertThat(cost.aim().met(3.1, 100)).isFalse();
        assertThat(cost.aim().met(3, 0.1)).isTrue();
    }

    @Test
    void keysAndNamesAreDistinct() {
        List<String> keys =
                Scenarios.all().stream()
                        .flatMap(scenario -> scenario.figures().stream())
                        .map(Figure::key)
                        .toList();
        assertThat(keys).doesNotHaveDuplicates().hasSizeGreaterThan(30);
        assertThat(Scenarios.names()).doesNotHaveDuplicates();
        assertThat(Scenarios.named("push, idle")).hasSize(2);
    }
}
