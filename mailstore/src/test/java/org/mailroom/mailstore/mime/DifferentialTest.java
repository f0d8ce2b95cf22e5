package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.Corpus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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

    /** Two boundaries that never come, text after a final delimiter, a type that mime4j rejects. */
    private static final List<String> READ_OTHERWISE =
            List.of(
                    "spam-1/00038.8d93819b95ff90bf2e2b141c2909bfc9",
                    "spam-1/00467.5b733c506b7165424a0d4a298e67970f",
                    "spam-2/00204.4cf15f97b8ea08bfafab7d5091b8fbe7",
                    "spam-2/01214.973b4598b630a989967ff69b19f95d4a");

    @Test
    void onRealMessages() {
        List<String> differing =
                Corpus.load().stream()
                        .filter(mail -> !isReadAlike(mail.canonical()))
                        .map(Corpus.Mail::name)
                        .toList();
        assertThat(differing).isEqualTo(READ_OTHERWISE);
    }

    private static boolean isReadAlike(byte[] message) {
        try {
            String ours = ours(MessageScanner.scan(message).structure(), message);
            return ours.equals(theirs(message));
        } catch (IOException | MimeException e) {
            throw new AssertionError(e);
        }
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
    private static String theirs(byte[] message) throws IOException, MimeException {
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
