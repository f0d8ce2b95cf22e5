package org.mailroom.mailstore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;

@Timeout(300)
class CorpusTest {
    @Test
    void givesEveryMessage() {
        Corpus corpus = Corpus.load();
        assertThat(corpus.size()).isEqualTo(Corpus.SIZE);
        assertThat(corpus.everyNth(100)).hasSize(61).allMatch(mail -> mail.bytes().length > 100);
    }

    @Test
    void canonicalHasOnlyCrLfAndNoMboxLine() {
        byte[] mail = "From a@b Thu\nA: b\r\n\nx\ry\n\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(new String(Corpus.canonical(mail), StandardCharsets.US_ASCII))
                .isEqualTo("A: b\r\n\r\nxy\r\n\r\n");
    }
}
