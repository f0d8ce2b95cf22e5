package org.mailroom.server.command;

import org.mailroom.mailstore.check.Verified;
import org.mailroom.mailstore.check.Verify;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: reads everything that is stored and says what is wrong with it. */
@Command(
        name = "verify",
        description =
                "Checks that every message can be read and is what was stored, and that all"
                        + " counters are right. Exit code 1 when something is wrong.")
final class VerifyCommand extends StoreCommand {
    @Option(names = "--repair", description = "Rebuilds what can be rebuilt.")
    private boolean repair;

    VerifyCommand(Terminal terminal, Stores stores) {
        super(terminal, stores);
    }

    @Override
    int run(OpenStore store) throws Exception {
        Verified found;
        try (ProgressLine progress = new ProgressLine(terminal, "Verifying")) {
            Verify verify =
                    new Verify(
                            store.store(),
                            finding -> terminal.out().println(finding),
                            progress::at);
            found = repair ? verify.repair() : verify.run();
        }
        return report(terminal, found);
    }

    /** What was looked at and what came of it; the exit code. */
    static int report(Terminal terminal, Verified found) {
        terminal.out()
                .printf(
                        "%d accounts, %d mailboxes, %d messages, %d contents of %d bytes read%n",
                        found.accounts(),
                        found.mailboxes(),
                        found.messages(),
                        found.emails(),
                        found.contentBytes());
        if (found.errors() == 0) {
            terminal.out().println("Nothing is wrong");
        } else {
            terminal.out()
                    .printf("%d errors, %d of them repaired%n", found.errors(), found.repaired());
        }
        return found.clean() ? 0 : 1;
    }
}
