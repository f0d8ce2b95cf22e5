package org.mailroom.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailroom.server.Repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The generated files say what the records say; {@code ./mailroom docs} writes them. */
class SettingsTest {

    @Test
    void settingsFileIsFreshAndMeansTheDefaults() throws Exception {
        holdOrWrite("conf/mailroom.yaml", new SettingsPages().yaml());
        Path file = Repository.root().resolve("conf/mailroom.yaml");
        assertThat(SettingsReader.read(file, Map.of(), List.of())).isEqualTo(Settings.DEFAULT);
    }

    @Test
    void settingsPageIsFresh() throws IOException {
        holdOrWrite("docs/settings.md", new SettingsPages().page());
    }

    private static void holdOrWrite(String name, String expected) throws IOException {
        Path file = Repository.root().resolve(name);
        if (Repository.writing()) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(file).as("%s; ./mailroom docs writes it anew", name).exists();
        assertThat(Files.readString(file))
                .as("%s is stale; ./mailroom docs writes it anew", name)
                .isEqualTo(expected);
    }
}
