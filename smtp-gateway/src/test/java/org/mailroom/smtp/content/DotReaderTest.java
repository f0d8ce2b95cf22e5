package org.mailroom.smtp.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.transport.net.ConnectionClosed;
import org.mailroom.transport.net.Input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

class DotReaderTest {
    /** What was read, and what was left for the next command. */
    private record Read(String message, String rest) {}

    private static Read read(String wire) throws IOException {
        byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
        Input input = Input.of(bytes);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DotReader dots = new DotReader();
        while (!dots.step(input, message)) {}
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            while (true) {
                byte[] one = new byte[1];
                rest.write(one, 0, input.read(one, 0, 1));
            }
        } catch (ConnectionClosed end) {
            return new Read(
                    message.toString(StandardCharsets.ISO_8859_1),
                    rest.toString(StandardCharsets.ISO_8859_1));
        }
    }

    private static String unescaped(String text) {
        return text.translateEscapes();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "a\\r\\n.\\r\\nQUIT        | a\\r\\n                 | QUIT",
                ".\\r\\nQUIT               | ''                      | QUIT",
                "\\r\\n.\\r\\n             | \\r\\n                  | ''",
                "..\\r\\n.\\r\\n           | .\\r\\n                 | ''",
                "...\\r\\n.\\r\\n          | ..\\r\\n                | ''",
                ".a\\r\\n.\\r\\n           | a\\r\\n                 | ''",
                "a.\\r\\n.\\r\\n           | a.\\r\\n                | ''",
                "a\\r\\n..\\r\\n.b\\r\\n.\\r\\n | a\\r\\n.\\r\\nb\\r\\n | ''",
            })
    void takesDotsOff(String wire, String message, String rest) throws IOException {
        assertThat(read(unescaped(wire))).isEqualTo(new Read(unescaped(message), rest));
    }

    /** SMTP smuggling: each of these has been taken for the end somewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\n.\\n",
                "\\n.\\r\\n",
                "\\r\\n.\\n",
                "\\r.\\r",
                "\\r\\n.\\r",
                "\\r.\\r\\n",
                "\\r\\n.\\r\\r\\n",
                "\\r\\n\\0.\\r\\n",
                "\\r\\n.\\0\\r\\n",
                "\\n\\n.\\r\\n",
                "\\r\\n. \\r\\n",
                "\\r\\r\\n.\\n",
            })
    void nothingElseEndsIt(String sequence) throws IOException {
        String wire = "a" + unescaped(sequence) + "MAIL FROM:<eve@x>\r\n.\r\nNOOP";

        Read read = read(wire);

        assertThat(read.message()).contains("MAIL FROM:<eve@x>");
        assertThat(read.rest()).isEqualTo("NOOP");
    }

    /** Against a slow reading by the book, in pieces of any size. */
    @Test
    void readsRandomOctetsAsTheRfcSays() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder wire = new StringBuilder();
            int length = random.nextInt(24);
            for (int i = 0; i < length; i++) {
                wire.append("\r\n.a".charAt(random.nextInt(4)));
            }
            wire.append("\r\n.\r\nrest");
            String all = "\r\n" + wire;
            int end = all.indexOf("\r\n.\r\n");
            String message = all.substring(0, end + 2).replace("\r\n.", "\r\n").substring(2);

            assertThat(read(wire.toString()))
                    .as("seed %d, wire %s", seed, wire)
                    .isEqualTo(new Read(message, all.substring(end + 5)));
        }
    }
}
