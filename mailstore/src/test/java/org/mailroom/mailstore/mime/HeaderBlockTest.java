package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

@Timeout(20)
class HeaderBlockTest {
    private static final byte[] BLOCK =
            Mails.octets(
                    "From a@b Thu Aug 22 12:36:23 2002\r\n"
                            + "Received: x\r\n"
                            + "\tby y\r\n"
                            + "Subject : hi\n"
                            + " there\r\n"
                            + "rubbish\r\n"
                            + "To:a\r\n"
                            + "RECEIVED: z\r\n\r\n"
                            + "Body: no\r\n");

    @Test
    void readsFieldsAndPassesOverTheRest() {
        assertThat(HeaderBlock.of(BLOCK).fields())
                .containsExactly(
                        new HeaderBlock.Field("Received", "x\tby y"),
                        new HeaderBlock.Field("Subject", "hi there"),
                        new HeaderBlock.Field("To", "a"),
                        new HeaderBlock.Field("RECEIVED", "z"));
        assertThat(HeaderBlock.of(BLOCK).hops()).isEqualTo(2);
    }

    @Test
    void selectsFields() {
        HeaderBlock header = HeaderBlock.of(BLOCK);
        assertThat(text(header.select(List.of("to", "SUBJECT", "absent"), false)))
                .isEqualTo("Subject : hi\n there\r\nTo:a\r\n\r\n");
        assertThat(text(header.select(List.of("received"), true)))
                .isEqualTo("Subject : hi\n there\r\nTo:a\r\n\r\n");
        assertThat(text(header.select(List.of(), false))).isEqualTo("\r\n");
        assertThat(text(HeaderBlock.of(Mails.octets("A: b")).select(List.of("a"), false)))
                .isEqualTo("A: b\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain|plain",
                "=?utf-8?q?Gr=C3=BC=C3=9Fe?=|Grüße",
                "=?utf-8?B?R3LDvMOfZQ==?= x|Grüße x",
                "=?iso-8859-1?q?a?= =?iso-8859-1?q?_b?=|a b",
                "=?utf-8?Q?=C3?= =?utf-8?Q?=A4?=|ä",
                "=?nonsense?q?a=C3=A4?=|aä",
                "=?utf-8?q?broken|=?utf-8?q?broken",
                "a =?utf-8?q?b?= c =?us-ascii*en?Q?d=5F?= =?utf-8?b?w6Q?=|a b c d_ä",
                "=?utf-8?x?a?= =?? =?utf-8?|=?utf-8?x?a?= =?? =?utf-8?",
                "Grüße|Grüße",
                "=?utf-8?q?a=0D=0ABcc:_x?=|a Bcc: x",
            })
    void decodes(String raw, String decoded) {
        String octets =
                new String(raw.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(new HeaderBlock.Field("Subject", octets).decoded()).isEqualTo(decoded);
    }

    @Test
    void undeclaredOctetsAreWindows1252() {
        assertThat(new HeaderBlock.Field("Subject", "caf\u00e9 \u0080").decoded())
                .isEqualTo("café €");
    }

    @Test
    void writesFields() {
        assertThat(text(HeaderLine.of("Subject", "hi"))).isEqualTo("Subject: hi\r\n");
        String folded = text(HeaderLine.of("References", "<a@example.org> ".repeat(20).strip()));
        assertThat(folded.lines()).allMatch(line -> line.length() <= 78);
        assertThat(HeaderBlock.of(Mails.octets(folded)).fields().getFirst().value())
                .isEqualTo("<a@example.org> ".repeat(20).strip());
        String subject = "Grüße 🙂 ".repeat(30).strip();
        String encoded = text(HeaderLine.of("Subject", subject));
        assertThat(encoded.lines()).allMatch(line -> line.length() <= 130);
        assertThat(HeaderBlock.of(Mails.octets(encoded)).fields().getFirst().decoded())
                .isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b"})
    void writesNoValueThatWouldBeTwoFields(String value) {
        assertThatThrownBy(() -> HeaderLine.of("Subject", value))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeaderLine.of("Sub ject:", "a"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
