package org.mailroom.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailroom.bench.scenario.Cores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

class PageTest {
    @TempDir private Path folder;

    @Test
    void putsFiguresAndCircumstancesIntoTheTemplate() throws IOException {
        Samples samples = new Samples();
        samples.add(sample("mailroom", "append.8", 3000));
        samples.add(sample("dovecot", "append.8", 1500));
        samples.add(sample("mailroom", "push.lmtp.p50", 4));
        samples.add(sample("dovecot", "push.lmtp.p50", 500));
        samples.note("dovecot", "Processor", "a fast one");
        Path page = folder.resolve("performance.md");
        Page.write(page, samples);
        String text = Files.readString(page);
        assertThat(text)
                .doesNotContain("{{")
                .contains(
                        "| APPEND, 4 KiB, 8 connections | msg/s | 3,000 | 1,500 | 2× | ≥ 1× | yes"
                                + " |")
                .contains("| ms | 4 | 500 | 125× | ≤ 3 ms | **no** |")
                .contains("- Processor: a fast one")
                .contains("Not measured yet: `./mailroom bench --against greenmail`");
    }

    @Test
    void theFileKeepsWhatANewRunDidNotMeasure() throws IOException {
        Path file = folder.resolve("performance.tsv");
        Samples old = new Samples();
        old.add(sample("mailroom", "append.8", 1));
        old.add(sample("mailroom", "append.1", 2));
        old.note("dovecot", "Date", "before");
        old.write(file);
        Samples all = Samples.read(file);
        Samples newer = new Samples();
        newer.add(sample("mailroom", "append.8", 10));
        newer.add(sample("mailroom", "append.8", 30));
        newer.note("dovecot", "Date", "now");
        all.replaceBy(newer);
        all.write(file);
        Samples read = Samples.read(file);
        assertThat(read.median("dovecot", "mailroom", "append.8")).hasValue(20);
        assertThat(read.median("dovecot", "mailroom", "append.1")).hasValue(2);
        assertThat(read.median("dovecot", "mailroom", "store.8")).isEmpty();
        assertThat(read.notes("dovecot")).containsEntry("Date", "now");
    }

    @Test
    void theMedianPassesOverWhatIsNoNumber() {
        assertThat(Samples.median(DoubleStream.of(9, Double.NaN, 1, 2))).hasValue(2);
        assertThat(Samples.median(DoubleStream.of(Double.NaN))).isEmpty();
    }

    private static Sample sample(String server, String figure, double value) {
        return new Sample("2026-11-21", "dovecot", server, figure, 1, value, Cores.UNKNOWN);
    }
}
