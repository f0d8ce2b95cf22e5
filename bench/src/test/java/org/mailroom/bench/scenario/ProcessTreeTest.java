package org.mailroom.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.util.List;

class ProcessTreeTest {
    @Test
    void readsTimesBehindAnyName() {
        String stat = "42 (a ) b) S 1 1 1 0 -1 4194560 900 0 1 0 30 12 5 3 20 0 1 0 99 1 2";
        assertThat(ProcessTree.ticks(stat)).isEqualTo(50);
    }

    @Test
    void readsSizes() {
        assertThat(ProcessTree.kib("Pss:               12345 kB")).isEqualTo(12345);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesItself() {
        ProcessTree self = new ProcessTree(List.of(ProcessHandle.current().pid()));
        assertThat(self.memoryKib()).isGreaterThan(10_000);
        assertThat(self.processorSeconds()).isPositive();
        assertThat(ProcessTree.UNKNOWN.known()).isFalse();
    }
}
