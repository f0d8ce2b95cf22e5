package org.mailroom.server.command;

import org.mailroom.server.config.ConfigError;
import org.mailroom.server.config.Settings;
import org.mailroom.server.wiring.OpenStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store opened for one command, while no server runs. */
record LocalStores(Path directory) implements Stores {

    @Override
    public Lease open(SettingsOptions options) throws ConfigError, IOException {
        OpenStore store = OpenStore.open(settings(options, directory));
        return new Lease() {
            @Override
            public OpenStore store() {
                return store;
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    /**
     * The settings, with the keys where {@code serve --demo} puts them if that made this data
     * directory: whoever manages a demo need not say so each time.
     */
    static Settings settings(SettingsOptions options, Path directory) throws ConfigError {
        Settings settings = options.read(directory);
        Settings demo = settings.forDemo();
        boolean made = Files.exists(demo.keys().fileFor(demo.data()));
        return made && settings.keys().file().isEmpty() ? demo : settings;
    }

    @Override
    public boolean serving() {
        return false;
    }
}
