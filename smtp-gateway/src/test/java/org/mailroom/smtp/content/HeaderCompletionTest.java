package org.mailroom.smtp.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.smtp.content.HeaderCompletion.Field;
import org.mailroom.smtp.content.HeaderCompletion.Values;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

class HeaderCompletionTest {
    private static final Set<Field> ALL = EnumSet.allOf(Field.class);
    private static final String ADDED = "From: <a@b>\r\nDate: today\r\nMessage-ID: <1@b>\r\n";
    private static final String WHOLE = "From: x\r\nDate: y\r\nMessage-ID: z\r\n";

    private static String complete(String message, Set<Field> add, int step) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HeaderCompletion completion =
                new HeaderCompletion(out, add, new Values("<a@b>", "today", "<1@b>"), true);
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length; at += step) {
            completion.write(bytes, at, Math.min(step, bytes.length - at));
        }
        completion.end();
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String complete(String message, Set<Field> add) throws IOException {
        String atOnce = complete(message, add, 1 << 20);
        for (int step = 1; step < 5; step++) {
            assertThat(complete(message, add, step)).isEqualTo(atOnce);
        }
        return atOnce;
    }

    @Test
    void addsWhatIsMissing() throws IOException {
        assertThat(complete("Subject: s\r\n\r\nbody\r\n", ALL))
                .isEqualTo("Subject: s\r\n" + ADDED + "\r\nbody\r\n");
        assertThat(complete("DATE : y\r\nfrom: x\r\n\r\n\r\n", ALL))
                .isEqualTo("DATE : y\r\nfrom: x\r\nMessage-ID: <1@b>\r\n\r\n\r\n");
    }

    @Test
    void leavesAWholeHeaderAlone() throws IOException {
        String message = WHOLE + "\r\nBcc: in the body\r\n";

        assertThat(complete(message, ALL)).isEqualTo(message);
        assertThat(complete(WHOLE, ALL)).isEqualTo(WHOLE);
    }

    @ParameterizedTest
    @CsvSource({
        "'Bcc: b@c\r\n'",
        "'BCC: b@c\r\n'",
        "'bcc : b@c\r\n'",
        "'Bcc:\r\n b@c,\r\n\td@e\r\n'",
        "'Bcc:\r\n'",
        "'Resent-Bcc: b@c\r\n'",
        "'Bcc: b@c\r\nBcc: d@e\r\n'",
    })
    void takesBccOut(String bcc) throws IOException {
        assertThat(complete(bcc + WHOLE + "\r\nbody", ALL)).isEqualTo(WHOLE + "\r\nbody");
        assertThat(complete(WHOLE + bcc + "\r\nbody", ALL)).isEqualTo(WHOLE + "\r\nbody");
    }

    @Test
    void keepsFieldsThatOnlyLookLikeBcc() throws IOException {
        String message = "X-Bcc: 1\r\nBccc: 2\r\nBc: 3\r\nSubject:\r\n Bcc: 4\r\n\r\n";

        assertThat(complete(message, Set.of())).isEqualTo(message);
    }

    @Test
    void givesAHeaderToABodyWithoutOne() throws IOException {
        assertThat(complete("just text\r\nBcc: b@c\r\n", ALL))
                .isEqualTo(ADDED + "\r\njust text\r\nBcc: b@c\r\n");
        assertThat(complete("\r\nbody\r\n", ALL)).isEqualTo(ADDED + "\r\nbody\r\n");
        assertThat(complete("", ALL)).isEqualTo(ADDED + "\r\n");
    }

    @Test
    void passesRubbishInTheHeaderOver() throws IOException {
        assertThat(complete("From me today\r\nSubject: s\r\nrubbish\r\n\r\nb", ALL))
                .isEqualTo("From me today\r\nSubject: s\r\nrubbish\r\n" + ADDED + "\r\nb");
    }
}
