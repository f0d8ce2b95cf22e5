package org.mailroom.smtp.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.messaging.delivery.Recipient.Notify;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.transport.net.Line;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

class CommandParserTest {
    private static Line line(String text) {
        return new Line(text.getBytes(StandardCharsets.UTF_8), Line.Ending.CRLF, false);
    }

    private static Command parse(String text) throws SyntaxError {
        return CommandParser.parse(line(text));
    }

    private static SyntaxError error(String text) {
        return catchThrowableOfType(SyntaxError.class, () -> parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MAIL FROM:<a@b.test>                     | a@b.test",
                "mail from:<a@b.test>                     | a@b.test",
                "MAIL FROM: <a@b.test>                    | a@b.test",
                "MAIL FROM:<A.b+c@B.Test>                 | A.b+c@b.test",
                "MAIL FROM:<\"a b\"@b.test>               | \"a b\"@b.test",
                "MAIL FROM:<\"a\\\"b\"@b.test>            | \"a\\\"b\"@b.test",
                "MAIL FROM:<\"a\"@b.test>                 | a@b.test",
                "MAIL FROM:<\"a@c\"@b.test>               | \"a@c\"@b.test",
                "MAIL FROM:<@x.test,@y.test:a@b.test>     | a@b.test",
                "MAIL FROM:<a@[127.0.0.1]>                | a@[127.0.0.1]",
                "MAIL FROM:<a@[IPv6:::1]>                 | a@[ipv6:::1]",
                "MAIL FROM:<a@[IPv6:2001:db8::1]>         | a@[ipv6:2001:db8::1]",
                "MAIL FROM:<a@localhost>                  | a@localhost",
                "MAIL FROM:<postmaster>                   | postmaster",
                "MAIL FROM:<a_b@under_score.test>         | a_b@under_score.test",
            })
    void readsPaths(String text, String address) throws SyntaxError {
        assertThat(((Command.Mail) parse(text)).reversePath().orElseThrow()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL",
                "MAIL TO:<a@b.test>",
                "MAIL FROM",
                "MAIL FROM:a@b.test",
                "MAIL FROM:<a@b.test",
                "MAIL FROM:<a>",
                "MAIL FROM:<@b.test>",
                "MAIL FROM:<a@>",
                "MAIL FROM:<a@b..test>",
                "MAIL FROM:<a@-b.test>",
                "MAIL FROM:<a@.test>",
                "MAIL FROM:<.a@b.test>",
                "MAIL FROM:<a.@b.test>",
                "MAIL FROM:<a..b@b.test>",
                "MAIL FROM:<a b@b.test>",
                "MAIL FROM:<\"a@b.test>",
                "MAIL FROM:<\"\"@b.test>",
                "MAIL FROM:<\"a\\",
                "MAIL FROM:<a@[127.0.0]>",
                "MAIL FROM:<a@[1.2.3.400]>",
                "MAIL FROM:<a@[IPv6:zz]>",
                "MAIL FROM:<a@[b.test]>",
                "MAIL FROM:<a@b.test>x",
                "MAIL FROM:<a@b.test> SIZE",
                "MAIL FROM:<a@b.test> SIZE=",
                "MAIL FROM:<a@b.test> SIZE=-1",
                "MAIL FROM:<a@b.test> SIZE=123456789012345678901",
                "MAIL FROM:<a@b.test> SIZE=1 SIZE=1",
                "MAIL FROM:<a@b.test> BODY=9BIT",
                "MAIL FROM:<a@b.test> SMTPUTF8=1",
                "MAIL FROM:<a@b.test> =1",
                "MAIL FROM:<a@b.test> RET=ALL",
                "MAIL FROM:<a@b.test> ENVID=a+1",
                "MAIL FROM:<a@b.test> ENVID=a+0a",
                "MAIL FROM:<a@b.test> ENVID=+0D+0A",
                "MAIL FROM:<a@b.test> AUTH=+00",
                "RCPT TO:<>",
                "RCPT FROM:<a@b.test>",
                "RCPT TO:<a@b.test> NOTIFY=",
                "RCPT TO:<a@b.test> NOTIFY=NEVER,DELAY",
                "RCPT TO:<a@b.test> NOTIFY=SUCCESS,,DELAY",
                "RCPT TO:<a@b.test> ORCPT=;a",
                "RCPT TO:<a@b.test> ORCPT=rfc822;",
                "RCPT TO:<a@b.test> ORCPT=rfc822;a+0Ab",
                "BDAT",
                "BDAT x",
                "BDAT 1 FIRST",
                "BDAT 1234567890123456789",
                "EHLO",
                "EHLO a b",
                "AUTH",
                "AUTH PLAIN a b",
                "DATA now",
                "QUIT now",
            })
    void saysWhatIsWrongWithAnArgument(String text) {
        SyntaxError error = error(text);

        assertThat(error).as(text).isNotNull();
        assertThat(error.code()).isEqualTo(501);
        assertThat(error.enhanced()).isEqualTo("5.5.4");
        assertThat(error.getMessage()).isNotBlank();
    }

    @Test
    void takesEveryCharacterOfAnAtom() throws SyntaxError {
        Command.Mail mail = (Command.Mail) parse("MAIL FROM:<!#$%&'*+-/=?^_`{|}~@b.test>");

        assertThat(mail.reversePath().orElseThrow().localPart()).isEqualTo("!#$%&'*+-/=?^_`{|}~");
    }

    @Test
    void namesTheColumn() {
        assertThat(error("MAIL FROM:<a@b..test>")).hasMessageContaining("column 14");
    }

    @Test
    void tellsUnknownParametersApart() {
        SyntaxError error = error("RCPT TO:<a@b.test> HOLDFOR=1");

        assertThat(error.code()).isEqualTo(555);
        assertThat(error).hasMessageContaining("HOLDFOR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FOO", "MAILFROM:<a@b.test>", " MAIL FROM:<a@b.test>", "\0"})
    void tellsUnknownCommandsApart(String text) {
        assertThat(error(text).code()).isEqualTo(500);
    }

    @Test
    void readsParametersOfMail() throws SyntaxError {
        Command.Mail mail =
                (Command.Mail)
                        parse(
                                "MAIL FROM:<a@b.test> size=100 BODY=8bitmime SMTPUTF8 RET=FULL"
                                        + " ENVID=x+2By AUTH=<>");

        assertThat(mail.size()).hasValue(100);
        assertThat(mail.body()).isEqualTo(Command.Body.EIGHT_BIT_MIME);
        assertThat(mail.utf8()).isTrue();
        assertThat(mail.wholeInReports()).isTrue();
        assertThat(mail.envelopeId()).contains("x+y");
    }

    @Test
    void readsParametersOfRcpt() throws SyntaxError {
        Command.Rcpt rcpt =
                (Command.Rcpt)
                        parse("RCPT TO:<a@b.test> NOTIFY=delay,SUCCESS ORCPT=rfc822;c+40d.test");

        assertThat(rcpt.notices()).containsExactlyInAnyOrder(Notify.DELAY, Notify.SUCCESS);
        assertThat(rcpt.original()).contains("rfc822;c@d.test");
        assertThat(((Command.Rcpt) parse("RCPT TO:<a@b.test> NOTIFY=NEVER")).notices()).isEmpty();
        assertThat(((Command.Rcpt) parse("RCPT TO:<a@b.test>")).notices())
                .containsExactly(Notify.FAILURE);
    }

    @Test
    void takesAHugeSizeForTooLarge() throws SyntaxError {
        Command.Mail mail = (Command.Mail) parse("MAIL FROM:<> SIZE=99999999999999999999");

        assertThat(mail.reversePath()).isEmpty();
        assertThat(mail.size()).hasValue(Long.MAX_VALUE);
    }

    @Test
    void readsAddressesOutsideAscii() throws SyntaxError {
        Command.Mail mail = (Command.Mail) parse("MAIL FROM:<jürgen@dömäne.test> SMTPUTF8");

        assertThat(mail.reversePath()).contains(new AddrSpec("jürgen", "dömäne.test"));
        assertThat(mail.reversePath().orElseThrow().international()).isTrue();
    }

    @Test
    void readsTheOthers() throws SyntaxError {
        assertThat(parse("ehlo [127.0.0.1]"))
                .isEqualTo(new Command.Hello(Command.Greeting.EHLO, "[127.0.0.1]"));
        assertThat(parse("AUTH plain =")).isEqualTo(new Command.Auth("PLAIN", Optional.of("=")));
        assertThat(parse("BDAT 10 last")).isEqualTo(new Command.Bdat(10, true));
        assertThat(parse("BDAT 0")).isEqualTo(new Command.Bdat(0, false));
        assertThat(parse("NOOP anything at all")).isEqualTo(new Command.Noop());
        assertThat(parse("QUIT ")).isEqualTo(new Command.Quit());
    }

    @Test
    void refusesLinesThatDoNotEndAsTheyShould() {
        byte[] noop = "NOOP".getBytes(StandardCharsets.US_ASCII);
        for (Line line :
                new Line[] {
                    new Line(noop, Line.Ending.BARE_LF, false),
                    new Line(noop, Line.Ending.CRLF, true),
                    new Line(noop, Line.Ending.TOO_LONG, false)
                }) {
            SyntaxError error =
                    catchThrowableOfType(SyntaxError.class, () -> CommandParser.parse(line));
            assertThat(error.code()).isEqualTo(500);
        }
    }

    @Test
    void boundsLengths() {
        assertThat(error("NOOP " + "x".repeat(CommandParser.MAX_COMMAND)).code()).isEqualTo(500);
        assertThat(error("MAIL FROM:<" + "x".repeat(65) + "@b.test>").code()).isEqualTo(501);
        assertThat(error("MAIL FROM:<a@" + "x.".repeat(127) + "test>").code()).isEqualTo(501);
        assertThat(error("AUTH PLAIN " + "x".repeat(10_000))).isNull();
    }

    @Test
    void refusesWhatIsNotUtf8() {
        Line line =
                new Line(
                        new byte[] {'N', 'O', 'O', 'P', ' ', (byte) 0xC3}, Line.Ending.CRLF, false);

        assertThat(catchThrowableOfType(SyntaxError.class, () -> CommandParser.parse(line)).code())
                .isEqualTo(500);
    }
}
