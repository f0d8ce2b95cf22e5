package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;

/** What FETCH BODY[section] names. RFC 9051 §6.4.5.1. */
@Timeout(20)
class SectionTest {
    /** A multipart with a text, a single-part message, and a multipart message. */
    private static final byte[] NESTED =
            Mails.crlf(
                    """
                    Subject: out
                    Content-Type: multipart/mixed; boundary=b

                    --b
                    X: text

                    one
                    --b
                    Content-Type: message/rfc822

                    Subject: single

                    two
                    --b
                    Content-Type: message/rfc822
                    X: y

                    Subject: multi
                    Content-Type: multipart/mixed; boundary=c

                    --c
                    X: 3.1

                    three
                    --c--
                    --b--
                    """);

    private static final byte[] SINGLE = Mails.crlf("Subject: s\n\nbody\n");

    private static final byte[] BARE_MESSAGE =
            Mails.crlf("Content-Type: message/rfc822\n\nSubject: in\n\nx\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "1~one",
                "1.MIME~X: text||",
                "1.1~NIL",
                "1.HEADER~NIL",
                "1.TEXT~NIL",
                "2~Subject: single||two",
                "2.MIME~Content-Type: message/rfc822||",
                "2.HEADER~Subject: single||",
                "2.TEXT~two",
                "2.1~two",
                "2.1.MIME~Subject: single||",
                "2.2~NIL",
                "2.1.1~NIL",
                "3.1~three",
                "3.1.MIME~X: 3.1||",
                "3.MIME~Content-Type: message/rfc822|X: y||",
                "3.TEXT~--c|X: 3.1||three|--c--",
                "3.2~NIL",
                "4~NIL",
                "HEADER~Subject: out|Content-Type: multipart/mixed; boundary=b||",
            })
    void ofNestedMessages(String section, String octets) {
        assertThat(cut(NESTED, section)).isEqualTo(octets);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "1~body|",
                "1.MIME~Subject: s||",
                "HEADER~Subject: s||",
                "TEXT~body|",
                "1.1~NIL",
                "2~NIL",
                "1.HEADER~NIL",
            })
    void ofASinglePart(String section, String octets) {
        assertThat(cut(SINGLE, section)).isEqualTo(octets);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "1~Subject: in||x|",
                "1.HEADER~Subject: in||",
                "1.TEXT~x|",
                "1.1~x|",
                "1.2~NIL",
                "TEXT~Subject: in||x|",
            })
    void ofAMessageThatIsAMessage(String section, String octets) {
        assertThat(cut(BARE_MESSAGE, section)).isEqualTo(octets);
    }

    @Test
    void everything() {
        Range all = MessageScanner.scan(NESTED).range(Section.ALL).orElseThrow();
        assertThat(all).isEqualTo(new Range(0, NESTED.length));
        assertThat(all.partial(5, 10)).isEqualTo(new Range(5, 10));
        assertThat(all.partial(NESTED.length + 5L, 10)).isEqualTo(new Range(NESTED.length, 0));
        assertThat(new Range(10, 5).partial(3, Long.MAX_VALUE)).isEqualTo(new Range(13, 2));
    }

    @Test
    void reads() {
        assertThat(Section.parse("1.22.mime"))
                .contains(new Section(List.of(1, 22), Section.Text.MIME, List.of()));
        assertThat(Section.parse("")).contains(Section.ALL);
        assertThat(Section.parse("text")).contains(Section.TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "01", "1.", ".1", "MIME", "1..2", "HEADER.1", "x", "1.MIME.2", "-1"})
    void refuses(String section) {
        assertThat(Section.parse(section)).isEmpty();
    }

    private static String cut(byte[] message, String section) {
        Optional<Range> range =
                MessageScanner.scan(message).range(Section.parse(section).orElseThrow());
        return range.map(found -> Mails.cut(message, found).replace("\r\n", "|")).orElse("NIL");
    }
}
