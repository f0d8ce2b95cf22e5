package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.Corpus;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** The same structure as mime4j's parser finds, where the standards leave no choice. */
@Timeout(120)
class DifferentialTest {
    private static final MimeConfig PERMISSIVE =
            new MimeConfig.Builder()
                    .setMaxLineLen(-1)
                    .setMaxHeaderCount(-1)
                    .setMaxHeaderLen(-1)
                    .setMaxContentLen(-1)
                    .build();

    @Test
    void onGeneratedMessages() throws Exception {
        for (long seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] message = Mails.crlf(message(random, 0));
            Summary summary = Invariants.check(message);
            assertThat(ours(summary.structure(), message))
                    .as("seed %d", seed)
                    .isEqualTo(theirs(message));
        }
    }

    @Test
    void onRealMessages() {
        int[] agreed = new int[2];
        StringBuilder differing = new StringBuilder();
        Corpus.load().stream()
                .forEach(
                        mail -> {
                            byte[] message = mail.canonical();
                            String ours = ours(MessageScanner.scan(message).structure(), message);
                            try {
                                boolean same = ours.equals(theirs(message));
                                agreed[same ? 0 : 1]++;
                                if (!same) differing.append(mail.name()).append('\n');
                            } catch (Exception e) {
                                differing.append(mail.name()).append(' ').append(e).append('\n');
                            }
                        });
        System.out.println(agreed[0] + " agree\n" + differing);
    }

    private static String ours(Part part, byte[] message) {
        String type = part.content().type() + "/" + part.content().subtype();
        return switch (part.kind()) {
            case LEAF -> type + "{" + Mails.cut(message, part.body()) + "}\n";
            case MESSAGE -> type + "<" + ours(part.message(), message) + ">\n";
            case MULTIPART -> {
                StringBuilder parts = new StringBuilder(type + "[");
                for (Part child : part.children()) parts.append(ours(child, message));
                yield parts.append("]\n").toString();
            }
        };
    }

    /** The same form from mime4j's token stream. */
    private static String theirs(byte[] message) throws Exception {
        MimeTokenStream stream = new MimeTokenStream(PERMISSIVE);
        stream.parse(new ByteArrayInputStream(message));
        StringBuilder shown = new StringBuilder();
        int depth = 0;
        for (EntityState state = stream.getState();
                state != EntityState.T_END_OF_STREAM;
                state = stream.next()) {
            switch (state) {
                case T_START_MULTIPART ->
                        shown.append(stream.getBodyDescriptor().getMimeType()).append('[');
                case T_END_MULTIPART -> shown.append("]\n");
                case T_START_MESSAGE -> {
                    if (depth++ > 0) shown.append("message/rfc822<");
                }
                case T_END_MESSAGE -> {
                    if (--depth > 0) shown.append(">\n");
                }
                case T_BODY -> {
                    byte[] body = stream.getInputStream().readAllBytes();
                    shown.append(stream.getBodyDescriptor().getMimeType()).append('{');
                    shown.append(new String(body, StandardCharsets.ISO_8859_1)).append("}\n");
                }
                default -> {}
            }
        }
        return shown.toString();
    }

    private static String message(SplittableRandom random, int depth) {
        String header = "Subject: s" + random.nextInt(9) + "\nFrom: a@b\n";
        return header + entity(random, depth);
    }

    private static String entity(SplittableRandom random, int depth) {
        int kind = random.nextInt(depth > 4 ? 2 : 5);
        if (kind == 3) return "Content-Type: message/rfc822\n\n" + message(random, depth + 1);
        if (kind < 3) {
            String type = List.of("text/plain", "text/html", "image/png").get(random.nextInt(3));
            return "Content-Type: " + type + "\nX-Folded: a\n b\n\n" + text(random, depth);
        }
        String boundary = "b" + "x".repeat(depth) + random.nextInt(100);
        StringBuilder multipart =
                new StringBuilder("Content-Type: multipart/mixed;\n\tboundary=\"");
        multipart.append(boundary).append("\"\n\n");
        if (random.nextBoolean()) multipart.append("preamble\n");
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            multipart.append("--").append(boundary).append('\n');
            multipart.append(entity(random, depth + 1)).append('\n');
        }
        multipart.append("--").append(boundary).append("--\n");
        if (random.nextBoolean()) multipart.append("epilogue\n");
        return multipart.toString();
    }

    private static String text(SplittableRandom random, int depth) {
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(5);
        for (int i = 0; i < lines; i++) {
            text.append(
                    List.of(
                                    "",
                                    "line",
                                    "-- ",
                                    "--",
                                    "--x",
                                    "-" + depth,
                                    "\u00fc\u00e9",
                                    ".",
                                    "--b-")
                            .get(random.nextInt(9)));
            text.append('\n');
        }
        return text.toString();
    }
}
