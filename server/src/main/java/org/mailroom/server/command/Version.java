package org.mailroom.server.command;

import picocli.CommandLine.IVersionProvider;

import java.util.Optional;

/** {@code --version}, from the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "Mailroom " + Optional.ofNullable(version).orElse("(not packaged)"),
            "Java " + Runtime.version()
        };
    }
}
