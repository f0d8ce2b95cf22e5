package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

@Timeout(20)
class SummaryTest {
    private static final Summary MAIL =
            Mails.scan(
                    """
                    Received: from somewhere
                    From: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>
                    To: List: a@b, "C, D" <c@d>;
                    Subject: Re: [list] =?utf-8?q?Caf=C3=A9?=
                    Date: Thu, 22 Aug 2002 18:26:25 +0700
                    Message-ID: <1@x>
                    In-Reply-To: Your message <2@x> of today
                    References: <3@x>
                     <2@x>
                    List-Id: <list.example>
                    Content-Type: text/plain; charset=utf-8

                    > quoted
                    Hello,   you
                    there.
                    """);

    @Test
    void tellsWhatListsAndThreadsNeed() {
        assertThat(MAIL.from()).containsExactly(new Address("Jörg", "joerg", "example.org"));
        assertThat(MAIL.to()).extracting(Address::address).containsExactly("a@b", "c@d");
        assertThat(MAIL.subject()).isEqualTo("Re: [list] Café");
        assertThat(MAIL.baseSubject()).isEqualTo(new BaseSubject("Café", true));
        assertThat(MAIL.messageId()).contains("<1@x>");
        assertThat(MAIL.inReplyTo()).containsExactly("<2@x>");
        assertThat(MAIL.references()).containsExactly("<3@x>", "<2@x>");
        assertThat(MAIL.sent().orElseThrow()).hasToString("2002-08-22T18:26:25+07:00");
        assertThat(MAIL.preview()).isEqualTo("Hello, you there.");
        assertThat(MAIL.hasAttachment()).isFalse();
    }

    @Test
    void answersForFieldsThatListsAskFor() {
        assertThat(text(MAIL, List.of("subject", "list-id", "List-Post")))
                .isEqualTo(
                        "Subject: Re: [list] =?utf-8?q?Caf=C3=A9?=\r\n"
                                + "List-Id: <list.example>\r\n\r\n");
        assertThat(MAIL.headerFields(FieldNames.of(List.of("Subject", "Received")))).isEmpty();
    }

    @Test
    void aHeaderTooLongIsNotAnsweredFor() {
        Summary summary = Mails.scan("Subject: s\nTo: " + "a@b,\n ".repeat(3000) + "a@b\n\n");
        assertThat(summary.headerFields(FieldNames.of(List.of("Subject")))).isEmpty();
        assertThat(summary.subject()).isEqualTo("s");
        assertThat(Mails.envelope(summary).split("NIL NIL \"a\" \"b\"", -1)).hasSize(3002);
        assertThat(summary.truncated()).isFalse();
    }

    @Test
    void refusesAnotherVersion() {
        assertThatThrownBy(() -> Summary.decode(new byte[] {9, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void attachmentsAreWhatPeopleCallSo() {
        Summary summary =
                Mails.scan(
                        """
                        Content-Type: multipart/mixed; boundary=b

                        --b
                        Content-Type: text/plain

                        text
                        --b
                        Content-Type: application/pgp-signature; name=sig.asc

                        x
                        --b
                        Content-Type: image/png

                        x
                        --b
                        Content-Type: application/pdf; name="=?utf-8?q?=C3=A4.pdf?="

                        x
                        --b
                        Content-Disposition: attachment; filename="notes.txt"

                        x
                        --b--
                        """);
        assertThat(summary.hasAttachment()).isTrue();
        assertThat(summary.attachments())
                .extracting(part -> part.content().fileName())
                .containsExactly("ä.pdf", "notes.txt");
        assertThat(summary.preview()).isEqualTo("text");
    }

    @Test
    void previewOfHtmlHasNoMarkup() {
        String html =
                "Content-Type: text/html; charset=iso-8859-1\n\n<html><head><title>t</title>"
                        + "<style>p {}</style></head><body><p>Gr\u00fc\u00dfe&nbsp;an\n<b>alle</b>"
                        + " &amp; &#x263a; 1 < 2<!-- no --><script>x()</script>&bogus;</body>";
        assertThat(Mails.scan(html).preview()).isEqualTo("Grüße an alle & ☺ 1 < 2 &bogus;");
    }

    @Test
    void previewIsShort() {
        String base64 =
                java.util.Base64.getMimeEncoder()
                        .encodeToString("häää ".repeat(900).getBytes(StandardCharsets.UTF_8));
        String preview =
                Mails.scan(
                                "Content-Type: text/plain; charset=utf-8\n"
                                        + "Content-Transfer-Encoding: base64\n\n"
                                        + base64)
                        .preview();
        assertThat(preview).startsWith("häää häää").hasSizeBetween(190, 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello|hello|false",
                "Re: hello|hello|true",
                "RE : FWD: fw[2]: hello|hello|true",
                "[list] Re: [x] hello (fwd) |hello|true",
                "[fwd: Re: hello]|hello|true",
                "[blob]|[blob]|false",
                "[a][b] x|x|false",
                "Regards|Regards|false",
                "re: ``|``|true",
                "Re[3][4]: x|Re[3][4]: x|false",
            })
    void baseSubjects(String subject, String base, boolean reply) {
        assertThat(BaseSubject.of(subject.replace("``", "")))
                .isEqualTo(new BaseSubject(base.replace("``", ""), reply));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Thu, 22 Aug 2002 18:26:25 +0700|2002-08-22T18:26:25+07:00",
                "22 Aug 02 18:26 GMT|2002-08-22T18:26Z",
                "Thu, 22 Aug 2002 18:26:25 -0800 (PST)|2002-08-22T18:26:25-08:00",
                "22 Aug 102 18:26:25 EST|2002-08-22T18:26:25-05:00",
                "Thu Aug 22 12:36:23 2002|2002-08-22T12:36:23Z",
                "22-Aug-2002 01:02:03 +0000|2002-08-22T01:02:03Z",
                "2002-08-22 01:02:03|2002-08-22T01:02:03Z",
                "Thursday, 1 September 2050 23:59:60 +0530|2050-09-01T23:59:59+05:30",
                "1 Jan 70 00:00:00 XYZ|1970-01-01T00:00Z",
                "Mon, 32 Aug 2002 18:26:25 +0700|-",
                "tomorrow|-",
                "22 Aug 2002 aa:bb|-",
                "99999999999 Aug 2002|-",
            })
    void dates(String value, String moment) {
        assertThat(MailDate.parse(value).map(Object::toString).orElse(null)).isEqualTo(moment);
    }

    @Test
    void writesDates() {
        String date = "Thu, 22 Aug 2002 18:26:25 +0700";
        assertThat(MailDate.format(MailDate.parse(date).orElseThrow())).isEqualTo(date);
    }

    private static String text(Summary summary, List<String> names) {
        return new String(
                summary.headerFields(FieldNames.of(names)).orElseThrow(),
                StandardCharsets.ISO_8859_1);
    }
}
