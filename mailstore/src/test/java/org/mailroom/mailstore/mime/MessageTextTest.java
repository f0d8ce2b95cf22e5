package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

@Timeout(20)
class MessageTextTest {
    private static final byte[] MAIL =
            Mails.crlf(
                    """
                    Subject: =?utf-8?q?Stra=C3=9Fe?= in
                     Berlin
                    X-Odd: needle-in-odd
                    Content-Type: multipart/mixed; boundary=b

                    preamble
                    --b
                    Content-Type: text/plain; charset=iso-8859-1
                    Content-Transfer-Encoding: quoted-printable

                    Caf=E9 au lait wo=
                    rks
                    --b
                    Content-Type: text/html; charset=utf-8
                    Content-Transfer-Encoding: base64
                    Content-Description: described

                    PHA+0J/RgNC40LLQtdGCPC9wPg==
                    --b
                    Content-Type: application/octet-stream

                    hidden
                    --b
                    Content-Type: message/rfc822

                    Subject: inner-subject

                    inner-body
                    --b
                    Content-Type: text/plain
                    Content-Transfer-Encoding: x-unknown

                    raw-text
                    --b--
                    """);

    private final MessageText text =
            new MessageText(MessageScanner.scan(MAIL), ByteSource.of(MAIL));

    @ParameterizedTest
    @CsvSource({
        "café AU lait works,true,true",
        "CAFÉ,true,true",
        "привет,true,true",
        "ПРИВЕТ,true,true",
        "inner-subject,true,true",
        "Inner-Body,true,true",
        "raw-text,true,true",
        "hidden,false,false",
        "preamble,false,false",
        "berlin,false,true",
        "needle-in-ODD,false,true",
        "subject: stra,false,true",
        "described,false,true",
        "nowhere,false,false",
        "'',true,true",
    })
    void bodyAndText(String string, boolean body, boolean all) throws IOException {
        assertThat(text.body(SearchString.of(string))).isEqualTo(body);
        assertThat(text.text(SearchString.of(string))).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({
        "Subject,straße in berlin,true",
        "SUBJECT,inner,false",
        "x-odd,NEEDLE,true",
        "X-Odd,'',true",
        "Subject,'',true",
        "X-Absent,'',false",
        "To,'',false",
    })
    void headers(String name, String string, boolean found) throws IOException {
        assertThat(text.header(name, SearchString.of(string))).isEqualTo(found);
    }

    @Test
    void findsWhatLiesAcrossReads() throws IOException {
        Random random = new Random(7);
        StringBuilder long1 = new StringBuilder("\r\n\r\n");
        for (int i = 0; i < 60_000; i++) long1.append("aäb".charAt(random.nextInt(3)));
        String body = long1.toString();
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        MessageText message = new MessageText(MessageScanner.scan(octets), ByteSource.of(octets));
        for (int at = 8000; at < 59_000; at += 37) {
            assertThat(message.body(SearchString.of(body.substring(at, at + 30)))).isTrue();
        }
        assertThat(message.body(SearchString.of("aäbc"))).isFalse();
        assertThat(message.body(SearchString.of("AÄ"))).isTrue();
    }

    @Test
    void overlappingBeginningsAreFound() {
        assertThat(SearchString.of("aab").in("aaab")).isTrue();
        assertThat(SearchString.of("abab\uD83D\uDE42").in("ababab\uD83D\uDE42")).isTrue();
        assertThat(SearchString.of("ﬁ").in("FIle")).isTrue();
        assertThat(SearchString.of("").in("")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "base64,QUJD,ABC",
        "BASE64,'QU J\r\n*D!',ABC",
        "base64,QUI=,AB",
        "base64,QUJD=QUJD,ABC",
        "base64,QUJDQUI,ABC",
        "base64,'',''",
        "quoted-printable,'a=3Db=\r\nc',a=bc",
        "quoted-printable,a=ZZb,a=ZZb",
        "Quoted-Printable (x),=41,A",
        "8bit,=41,=41",
        "7bit,x,x",
        "'\"base64\"',QUJD,ABC",
    })
    void decodes(String encoding, String body, String decoded) throws Exception {
        byte[] message = Mails.octets("Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + body);
        Part part = MessageScanner.scan(message).structure();
        ByteSource source = ByteSource.of(message);
        try (InputStream in = TransferDecoder.decode(part, source.range(part.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(decoded);
        }
        assertThat(TransferDecoder.decodedSize(part, source)).isEqualTo(decoded.length());
    }

    @Test
    void saysWhenItCannotDecode() {
        byte[] message = Mails.octets("Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin");
        Part part = MessageScanner.scan(message).structure();
        assertThatThrownBy(
                        () -> TransferDecoder.decode(part, new ByteArrayInputStream(new byte[0])))
                .isInstanceOf(TransferDecoder.UnknownTransferEncoding.class);
    }
}
