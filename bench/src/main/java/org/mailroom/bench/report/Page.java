package org.mailroom.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * docs/performance.md: the template in the resources, whose paragraphs are written by hand, with
 * tables and circumstances filled in from the data file.
 */
final class Page {
    private static final Map<String, String> TITLES =
            Map.of(
                    "dovecot", "Dovecot + Postfix",
                    "dovecot-crypt", "Dovecot with mail_crypt + Postfix",
                    "greenmail", "GreenMail");

    private Page() {}

    static void write(Path page, Samples samples) throws IOException {
        String text = template();
        Table table = new Table(samples);
        for (Map.Entry<String, String> title : TITLES.entrySet()) {
            String against = title.getKey();
            text =
                    text.replace(
                            "{{table:" + against + "}}",
                            samples.has(against)
                                    ? table.comparison(against, title.getValue())
                                    : "Not measured yet: `./mailroom bench --against "
                                            + against
                                            + "`.\n");
            text = text.replace("{{notes:" + against + "}}", notes(samples, against));
        }
        text = text.replace("{{table:null}}", table.alone("null", "null"));
        text = text.replace("{{table:cores}}", table.alone("dovecot", "mailroom"));
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, text);
    }

    private static String notes(Samples samples, String against) {
        return samples.notes(against).entrySet().stream()
                .map(note -> "- " + note.getKey() + ": " + note.getValue())
                .collect(Collectors.joining("\n"));
    }

    static String title(String against) {
        return TITLES.getOrDefault(against, against);
    }

    private static String template() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream("performance.md")) {
            if (in == null) {
                throw new IllegalStateException("no template");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
