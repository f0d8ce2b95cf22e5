package org.mailroom.mailstore.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Short ways to write a message and to read a summary in a test. */
final class Mails {
    private Mails() {}

    /** Octets of a text whose line ends are written as \n and become CRLF. */
    static byte[] crlf(String text) {
        return octets(text.replace("\n", "\r\n"));
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Summary scan(String text) {
        return MessageScanner.scan(crlf(text));
    }

    static String envelope(Summary summary) {
        return written(summary::writeEnvelope);
    }

    static String structure(Summary summary) {
        return written(summary::writeBodyStructure);
    }

    static String body(Summary summary) {
        return written(summary::writeBody);
    }

    static String cut(byte[] message, Range range) {
        return new String(
                message, (int) range.offset(), (int) range.length(), StandardCharsets.ISO_8859_1);
    }

    private interface Writing {
        void to(ByteArrayOutputStream out) throws IOException;
    }

    private static String written(Writing writing) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            writing.to(out);
            return out.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
