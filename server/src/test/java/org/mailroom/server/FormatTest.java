package org.mailroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every source is as google-java-format writes it; {@code ./mailroom format} does so. */
@Timeout(120)
class FormatTest {
    private static final Style STYLE = Style.AOSP;

    private final Formatter formatter =
            new Formatter(JavaFormatterOptions.builder().style(STYLE).build());

    @Test
    void everySourceIsFormatted() throws Exception {
        List<Path> sources =
                Stream.concat(
                                Repository.sources("main").stream(),
                                Repository.sources("test").stream())
                        .toList();
        assertThat(sources).hasSizeGreaterThan(50);
        List<Path> different = new ArrayList<>();
        for (Path source : sources) {
            String text = Files.readString(source);
            String formatted = format(text);
            if (formatted.equals(text)) {
                continue;
            }
            if (Repository.writing()) {
                Files.writeString(source, formatted);
            } else {
                different.add(Repository.root().relativize(source));
            }
        }
        assertThat(different).as("not formatted; ./mailroom format does it").isEmpty();
    }

    private String format(String text) throws Exception {
        String imports =
                ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(text), STYLE);
        return formatter.formatSource(imports);
    }
}
