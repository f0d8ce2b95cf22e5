package org.mailroom.messaging.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The policies that come with the server. */
final class Shipped {
    static final List<String> NAMES =
            List.of("sisterhood", "classroom", "healing-space", "care-collective", "mentoring");

    private Shipped() {}

    static Path file(String name) {
        String root = System.getProperty("maven.multiModuleProjectDirectory");
        Path here = root == null ? Path.of("..") : Path.of(root);
        return here.resolve("conf/policies/" + name + ".yaml");
    }

    static RuleSet rules(String name) {
        try {
            return RuleReader.read(name, Files.readString(file(name))).rules();
        } catch (IOException | BadPolicy e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
