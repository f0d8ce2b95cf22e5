package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.Corpus;

@Timeout(300)
class CorpusScanTest {
    @Test
    void everyRealMessageScans() {
        int[] count = new int[4];
        long[] sizes = new long[1];
        Corpus.load().stream()
                .forEach(
                        mail -> {
                            try {
                                Summary raw = Invariants.check(mail.bytes());
                                Summary sent = Invariants.check(mail.canonical());
                                assertThat(kinds(sent.structure()))
                                        .isEqualTo(kinds(raw.structure()));
                                count[0]++;
                                if (!sent.preview().isEmpty()) count[1]++;
                                if (sent.sent().isPresent()) count[2]++;
                                if (!sent.from().isEmpty()) count[3]++;
                                sizes[0] += sent.encode().length;
                            } catch (Throwable e) {
                                throw new AssertionError(mail.name(), e);
                            }
                        });
        assertThat(count[0]).isEqualTo(Corpus.SIZE);
        assertThat(count[1]).as("previews").isGreaterThan(6000);
        assertThat(count[2]).as("dates").isGreaterThan(6040);
        assertThat(count[3]).as("senders").isGreaterThan(6040);
        assertThat(sizes[0] / count[0]).as("mean summary").isLessThan(1500);
    }

    private static String kinds(Part part) {
        StringBuilder kinds =
                new StringBuilder(part.content().type() + "/" + part.content().subtype());
        for (Part child : part.children()) kinds.append('(').append(kinds(child)).append(')');
        return kinds.toString();
    }
}
