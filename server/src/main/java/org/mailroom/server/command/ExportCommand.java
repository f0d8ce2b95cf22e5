package org.mailroom.server.command;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.transfer.Exporter;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** {@code export}: a person's mail into files, which import takes back unchanged. */
@Command(name = "export", description = "Writes all mail of a person to an empty directory.")
final class ExportCommand extends StoreCommand {
    @Parameters(
            index = "0",
            paramLabel = "USER",
            description = "Address, or the part before the @.")
    private String user = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "Directory, made when missing.")
    private Path path = Path.of(".");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            required = true,
            description = "mbox: one file per mailbox. maildir: one file per message.")
    private String format = "";

    ExportCommand(Terminal terminal, Stores stores) {
        super(terminal, stores);
    }

    @Override
    int run(OpenStore store) throws Exception {
        Path to = terminal.resolve(path);
        Exporter.Format layout = layout();
        Access access = new Access.Operator("command line", "export");
        try (AccountMail mail = store.store().mail(access, store.account(user).id());
                ProgressLine progress = new ProgressLine(terminal, "Exporting")) {
            Exporter exporter = new Exporter(mail, to, layout, progress);
            return ImportCommand.report(terminal, exporter.run(), "exported", to);
        } catch (IOException e) {
            throw new CommandFailed(to + ": " + e.getMessage(), e);
        }
    }

    private Exporter.Format layout() {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "mbox" -> Exporter.Format.MBOX;
            case "maildir" -> Exporter.Format.MAILDIR;
            default -> throw new CommandFailed("--format: expected mbox or maildir");
        };
    }
}
