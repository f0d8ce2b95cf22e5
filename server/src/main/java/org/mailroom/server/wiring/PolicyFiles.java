package org.mailroom.server.wiring;

import org.mailroom.messaging.policy.BadPolicy;
import org.mailroom.messaging.policy.PolicySettings;
import org.mailroom.messaging.policy.RuleBook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where policies are: {@code conf/policies} of the installation, or where a setting says. */
public final class PolicyFiles {
    private static final String BUILT_IN = "open";

    private PolicyFiles() {}

    /** The rules of the settings, followed as their file changes. */
    static RuleBook open(PolicySettings settings) throws IOException {
        Optional<Path> file = find(settings.rules());
        if (file.isEmpty()) {
            return RuleBook.open();
        }
        try {
            return RuleBook.of(file.get());
        } catch (BadPolicy bad) {
            throw new IOException(bad.getMessage(), bad);
        }
    }

    /**
     * The file of a policy.
     *
     * @param rules a name, or a path with a slash or an ending
     * @return empty: the built-in rules
     * @throws IOException if there is no such file, saying where it was looked for
     */
    public static Optional<Path> find(String rules) throws IOException {
        boolean path = rules.contains("/") || rules.endsWith(".yaml") || rules.endsWith(".yml");
        Optional<Path> file =
                path
                        ? Optional.of(Path.of(rules))
                        : home().map(h -> h.resolve("conf/policies/" + rules + ".yaml"));
        if (file.filter(Files::exists).isPresent()) {
            return file;
        }
        if (rules.equals(BUILT_IN)) {
            return Optional.empty();
        }
        throw new IOException(
                "policy.rules: there is no policy "
                        + rules
                        + file.map(f -> "; looked for " + f.toAbsolutePath()).orElse(""));
    }

    private static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("mailroom.home")).map(Path::of);
    }
}
