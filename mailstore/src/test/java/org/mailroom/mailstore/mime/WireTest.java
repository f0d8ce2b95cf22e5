package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ENVELOPE, BODYSTRUCTURE and BODY as clients get them. RFC 9051 §7.5.2. */
@Timeout(20)
class WireTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a@b.c | ((NIL NIL \"a\" \"b.c\"))",
                "<a@b> | ((NIL NIL \"a\" \"b\"))",
                "A B <a@b> | ((\"A B\" NIL \"a\" \"b\"))",
                "\"B, \\\"A\\\"\" <a@b> | ((\"B, \\\"A\\\"\" NIL \"a\" \"b\"))",
                "J. R. Doe <a@b>, c@d | ((\"J. R. Doe\" NIL \"a\" \"b\")(NIL NIL \"c\" \"d\"))",
                "a@b (A (x) B) | ((\"A (x) B\" NIL \"a\" \"b\"))",
                "(c) A <a@b> (d) | ((\"A\" NIL \"a\" \"b\"))",
                "=?utf-8?q?=C3=A4?= <a@b> | ((\"=?utf-8?q?=C3=A4?=\" NIL \"a\" \"b\"))",
                "\"a b\"@c | ((NIL NIL \"a b\" \"c\"))",
                "<\"a b\"@c> | ((NIL NIL \"a b\" \"c\"))",
                "A <@x,@y:a@b> | ((\"A\" \"@x,@y\" \"a\" \"b\"))",
                "a@[1.2.3.4] | ((NIL NIL \"a\" \"[1.2.3.4]\"))",
                "a @ b | ((NIL NIL \"a\" \"b\"))",
                "a@b <c@d> | ((\"a@b\" NIL \"c\" \"d\"))",
                "g: a@b, C <c@d>; | ((NIL NIL \"g\" NIL)(NIL NIL \"a\" \"b\")"
                        + "(\"C\" NIL \"c\" \"d\")(NIL NIL NIL NIL))",
                "undisclosed-recipients:; | ((NIL NIL \"undisclosed-recipients\" NIL)"
                        + "(NIL NIL NIL NIL))",
                "g: a@b | ((NIL NIL \"g\" NIL)(NIL NIL \"a\" \"b\")(NIL NIL NIL NIL))",
                "root | ((NIL NIL \"root\" \"\"))",
                "<> | ((NIL NIL \"\" \"\"))",
                ",,, | NIL",
                "\"open <a@b | ((NIL NIL \"open <a@b\" \"\"))",
                "A <a@b | ((\"A\" NIL \"a\" \"b\"))",
                "a@b; c@d | ((NIL NIL \"a\" \"b\")(NIL NIL \"c\" \"d\"))",
            })
    void addressLists(String field, String wire) {
        String envelope = Mails.envelope(Mails.scan("To: " + field + "\n\n"));
        assertThat(envelope).isEqualTo("(NIL NIL NIL NIL NIL " + wire + " NIL NIL NIL NIL)");
    }

    @Test
    void envelope() {
        String message =
                """
                Date: Mon, 7 Feb 1994 21:52:25 -0800 (PST)
                From: Fred Foobar <foobar@Blurdybloop.example>
                Subject: afternoon
                 meeting 2
                To: mooch@owatagu.siam.edu.example
                Cc: a@b
                cc: c@d
                Message-Id: <B27397-0100000@Blurdybloop.example>
                In-Reply-To:

                Hello
                """;
        String from = "((\"Fred Foobar\" NIL \"foobar\" \"Blurdybloop.example\"))";
        assertThat(Mails.envelope(Mails.scan(message)))
                .isEqualTo(
                        "(\"Mon, 7 Feb 1994 21:52:25 -0800 (PST)\" \"afternoon meeting 2\" "
                                + String.join(" ", from, from, from)
                                + " ((NIL NIL \"mooch\" \"owatagu.siam.edu.example\"))"
                                + " ((NIL NIL \"a\" \"b\")(NIL NIL \"c\" \"d\")) NIL"
                                + " \"\" \"<B27397-0100000@Blurdybloop.example>\")");
    }

    @Test
    void eightBitTextGoesAsLiteral() {
        assertThat(Mails.envelope(Mails.scan("Subject: Gr\u00fc\u00dfe\0\n\n")))
                .startsWith("(NIL {5}\r\nGr\u00fc\u00dfe NIL");
    }

    @Test
    void singlePart() {
        Summary summary = Mails.scan("Content-Type: TEXT/Plain\n\na\nb\n");
        assertThat(Mails.structure(summary))
                .isEqualTo(
                        "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 6 2"
                                + " NIL NIL NIL NIL)");
        assertThat(Mails.body(summary))
                .isEqualTo("(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 6 2)");
    }

    @Test
    void everyExtension() {
        Summary summary =
                Mails.scan(
                        """
                        Content-Type: image/PNG; name="a b.png"
                        Content-ID: <id>
                        Content-Description: a picture
                        Content-Transfer-Encoding: BASE64
                        Content-MD5: md5==
                        Content-Disposition: Attachment; filename*0*=utf-8''%41; filename*1=b.png
                        Content-Language: en, de
                        Content-Location: http://x/
                         y

                        QUJD
                        """);
        String basic =
                "(\"image\" \"png\" (\"name\" \"a b.png\") \"<id>\" \"a picture\" \"base64\" 6";
        assertThat(Mails.structure(summary))
                .isEqualTo(
                        basic
                                + " \"md5==\" (\"attachment\" (\"filename*\" \"utf-8''%41b.png\"))"
                                + " (\"en\" \"de\") \"http://x/y\")");
        assertThat(Mails.body(summary)).isEqualTo(basic + ")");
        assertThat(summary.attachments().getFirst().content().fileName()).isEqualTo("Ab.png");
    }

    @Test
    void nested() {
        Summary summary =
                Mails.scan(
                        """
                        Content-Type: multipart/mixed; boundary="b"
                        Content-Language: en

                        --b
                        Content-Type: message/rfc822

                        Subject: in

                        x
                        --b
                        Content-Type: text/html; charset=utf-8
                        Content-Disposition: inline

                        y
                        --b--
                        """);
        String inner = "(NIL \"in\" NIL NIL NIL NIL NIL NIL NIL NIL)";
        String text = "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 1 0";
        String html = "(\"text\" \"html\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 1 0";
        String message = "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 16 " + inner + " ";
        assertThat(Mails.structure(summary))
                .isEqualTo(
                        "("
                                + message
                                + text
                                + " NIL NIL NIL NIL) 2 NIL NIL NIL NIL)"
                                + html
                                + " NIL (\"inline\" NIL) NIL NIL)"
                                + " \"mixed\" (\"boundary\" \"b\") NIL \"en\" NIL)");
        assertThat(Mails.body(summary))
                .isEqualTo("(" + message + text + ") 2)" + html + ") \"mixed\")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/x; a=b; C=\"d;e\" | (\"a\" \"b\" \"c\" \"d;e\" \"charset\" \"us-ascii\")",
                "text/x; name=my file.txt; q=1 | (\"name\" \"my file.txt\" \"q\" \"1\""
                        + " \"charset\" \"us-ascii\")",
                "text/x; charset=us-ascii (plain) | (\"charset\" \"us-ascii\")",
                "text/x; charset=\"x | (\"charset\" \"x\")",
                "image/x; n*0=a; n*1=\"b c\"; n*2=d | (\"n\" \"ab cd\")",
                "image/x; n*1=b; n*0=a | (\"n\" \"ab\")",
                "image/x; n*=utf-8''%e4; n=a | (\"n*\" \"utf-8''%e4\" \"n\" \"a\")",
                "image/x; n*0*=utf-8''%41; n*1=\"b c\" | (\"n*\" \"utf-8''%41b%20c\")",
                "image/x;;; =; a=; b | (\"a\" \"\")",
            })
    void parameters(String field, String wire) {
        String structure = Mails.structure(Mails.scan("Content-Type: " + field + "\n\n"));
        assertThat(structure).contains("\"x\" " + wire + " NIL NIL \"7bit\"");
    }

    @Test
    void longStringsGoAsLiterals() {
        assertThat(new String(ImapString.of("a\"b\\c"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("\"a\\\"b\\\\c\"");
        assertThat(new String(ImapString.of("ä"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{2}\r\nä");
        assertThat(ImapString.of("x".repeat(2000))).startsWith('{', '2', '0', '0', '0', '}');
    }
}
