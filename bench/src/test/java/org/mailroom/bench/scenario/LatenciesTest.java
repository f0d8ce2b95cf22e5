package org.mailroom.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreMeasuredValues() {
        Latencies latencies = new Latencies();
        for (int millis = 5000; millis >= 1; millis--) {
            latencies.add(millis * 1_000_000L);
        }
        assertThat(latencies.count()).isEqualTo(5000);
        assertThat(latencies.medianMillis()).isEqualTo(2500);
        assertThat(latencies.percentileMillis(0.99)).isEqualTo(4950);
        assertThat(latencies.percentileMillis(1)).isEqualTo(5000);
        assertThat(latencies.percentileMillis(0)).isEqualTo(1);
    }

    @Test
    void mergesAndHasNoPercentileOfNothing() {
        Latencies all = new Latencies();
        assertThat(all.medianMillis()).isNaN();
        Latencies one = new Latencies();
        one.add(3_000_000);
        all.addAll(one);
        all.addAll(one);
        assertThat(all.count()).isEqualTo(2);
        assertThat(all.percentileMillis(0.99)).isEqualTo(3);
    }
}
