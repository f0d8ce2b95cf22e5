package org.mailroom.smtp.content;

import org.mailroom.smtp.content.HeaderCompletion.Field;
import org.mailroom.smtp.content.HeaderCompletion.Values;
import org.mailroom.transport.net.ConnectionClosed;
import org.mailroom.transport.net.Input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;

/**
 * Any octets after DATA: the end is where CR LF . CR LF first stands, and no other; what completes
 * the header never lets Bcc through and never touches a body.
 */
public final class ContentFuzz {
    private ContentFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Input wire = Input.of(input);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HeaderCompletion completion =
                new HeaderCompletion(
                        out, EnumSet.allOf(Field.class), new Values("<a@b>", "d", "<m>"), true);
        DotReader dots = new DotReader();
        boolean ended = false;
        try {
            while (!ended) {
                ended = dots.step(wire, completion);
            }
        } catch (ConnectionClosed expected) {
            ended = false;
        }
        completion.end();
        String all = "\r\n" + new String(input, StandardCharsets.ISO_8859_1);
        if (ended != all.contains("\r\n.\r\n")) {
            throw new IllegalStateException("ended " + ended);
        }
        String message = out.toString(StandardCharsets.ISO_8859_1);
        int header = message.indexOf("\r\n\r\n");
        String fields = "\r\n" + (header < 0 ? message : message.substring(0, header));
        if (!message.startsWith("\r\n")
                && fields.toLowerCase(java.util.Locale.ROOT).contains("\nbcc:")) {
            throw new IllegalStateException("Bcc is still there");
        }
    }
}
