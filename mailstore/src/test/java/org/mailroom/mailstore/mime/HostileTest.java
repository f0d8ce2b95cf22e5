package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.stream.Stream;

/** Messages made to be expensive cost no more than others of their size. */
class HostileTest {
    private static final int BIG = 250_000;

    static Stream<Arguments> headers() {
        return Stream.of(
                        "=?", "=?a?q?", "(", "\"", "<", "a:;", "a:", "<>,", "\\", "[a]", "re:", "@",
                        ";", "*", ",", " ", "&")
                .flatMap(
                        rubbish ->
                                Stream.of(
                                                "Subject",
                                                "From",
                                                "Date",
                                                "Content-Type",
                                                "References",
                                                "Content-Disposition")
                                        .map(name -> Arguments.of(name, rubbish)));
    }

    @ParameterizedTest
    @MethodSource("headers")
    @Timeout(5)
    void aLongField(String name, String rubbish) throws IOException {
        String value =
                (name.startsWith("Content") ? "a/b; filename=x" : "")
                        + rubbish.repeat(BIG / rubbish.length());
        byte[] message = Mails.octets(name + ": " + value + "\r\n\r\n");
        Summary summary = Invariants.check(message);
        MessageText text = new MessageText(summary, ByteSource.of(message));
        assertThat(text.text(SearchString.of("\u0105"))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("lines")
    @Timeout(5)
    void manyFields(String line) throws IOException {
        Summary summary = Invariants.check(Mails.octets(line.repeat(BIG / line.length()) + "\r\n"));
        assertThat(summary.encode().length).isLessThan(4_000_000);
    }

    static Stream<String> lines() {
        return Stream.of(
                "To:a\n",
                "From:a:;\n",
                "References:<a>\n",
                "Content-Type:a\n",
                "a:\n",
                "a\n",
                " \n");
    }

    @Test
    @Timeout(10)
    void manyBoundariesThatAreAlike() throws IOException {
        StringBuilder message = new StringBuilder();
        String like = "a".repeat(800);
        for (int i = 0; i < 45; i++) {
            message.append("Content-Type: multipart/mixed; boundary=").append(like).append(i);
            message.append("\n\n--").append(like).append(i).append('\n');
        }
        message.append('\n').append(("--" + like + "\n").repeat(2000));
        Summary summary = Invariants.check(Mails.octets(message.toString()));
        assertThat(summary.truncated()).isFalse();
    }

    @Test
    @Timeout(10)
    void htmlThatNeverEnds() {
        for (String rubbish : new String[] {"<", "&", "<style>", "</", "<!--", "<a "}) {
            String html = "Content-Type: text/html\n\n" + rubbish.repeat(BIG / rubbish.length());
            assertThat(Mails.scan(html).preview().length()).isLessThanOrEqualTo(200);
        }
    }
}
