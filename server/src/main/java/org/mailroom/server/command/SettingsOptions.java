package org.mailroom.server.command;

import org.jspecify.annotations.Nullable;
import org.mailroom.server.config.ConfigError;
import org.mailroom.server.config.Settings;
import org.mailroom.server.config.SettingsReader;

import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where settings come from; every command has these. */
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file. Default: conf/mailroom.yaml of the installation.")
    @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory; as the setting data.")
    @Nullable Path data;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one setting, as in --set log.format=json. May be repeated.")
    List<String> assignments = new ArrayList<>();

    Settings read(Path directory) throws ConfigError {
        Settings settings = SettingsReader.read(file(directory), System.getenv(), assignments);
        Path place = data == null ? settings.data() : data;
        return settings.withData(directory.resolve(place).normalize());
    }

    /** The file that is read, or null when there is none to read. */
    @Nullable Path file(Path directory) {
        if (config != null) {
            return directory.resolve(config).normalize();
        }
        String home = System.getProperty("mailroom.home");
        if (home == null) {
            return null;
        }
        Path file = Path.of(home, "conf", "mailroom.yaml");
        return Files.exists(file) ? file : null;
    }
}
