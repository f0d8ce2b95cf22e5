package org.mailroom.bench.peer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Installs from Debian what is missing, when that is allowed, and otherwise says how. */
final class Packages {
    private Packages() {}

    /** Makes sure that a program is there. */
    static void require(String program, String... packages) throws IOException {
        if (found(program)) {
            return;
        }
        List<String> install =
                new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends"));
        install.addAll(Arrays.asList(packages));
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root || !found("apt-get")) {
            throw new IOException(
                    program + " is not installed; on Debian: sudo " + String.join(" ", install));
        }
        System.err.println("installing " + String.join(" ", packages));
        Child.run(List.of("apt-get", "update", "-q"));
        install.addAll(0, List.of("env", "DEBIAN_FRONTEND=noninteractive"));
        Child.run(install);
    }

    private static boolean found(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
