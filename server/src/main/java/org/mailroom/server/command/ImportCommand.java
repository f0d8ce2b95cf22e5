package org.mailroom.server.command;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.transfer.Importer;
import org.mailroom.server.transfer.TransferReport;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;

/** {@code import}: mail out of files into a person's mailboxes. */
@Command(
        name = "import",
        description =
                "Takes mail from an mbox file, a directory of .mbox files, a Maildir or a directory"
                        + " of .eml files; keeps flags, dates and folders.")
final class ImportCommand extends StoreCommand {
    @Parameters(
            index = "0",
            paramLabel = "USER",
            description = "Address, or the part before the @.")
    private String user = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "File or directory.")
    private Path path = Path.of(".");

    @Option(
            names = "--into",
            paramLabel = "MAILBOX",
            description = "For mail whose files name no mailbox. Default: INBOX.")
    private String into = "INBOX";

    ImportCommand(Terminal terminal, Stores stores) {
        super(terminal, stores);
    }

    @Override
    int run(OpenStore store) throws Exception {
        Path from = terminal.resolve(path);
        Access access = new Access.Operator("command line", "import");
        try (AccountMail mail = store.store().mail(access, store.account(user).id());
                ProgressLine progress = new ProgressLine(terminal, "Importing")) {
            Importer importer = new Importer(store.store(), mail, new MailboxName(into), progress);
            return report(terminal, importer.run(from), "imported", from);
        } catch (IOException e) {
            throw new CommandFailed(from + ": " + e.getMessage(), e);
        }
    }

    /** Success means that there was something and all of it was taken. */
    static int report(Terminal terminal, TransferReport report, String done, Path path) {
        report.mailboxes()
                .forEach((name, count) -> terminal.out().printf("%8d  %s%n", count, name));
        terminal.out().printf("%8d  %s%n", report.messages(), done);
        if (!report.problems().isEmpty()) {
            terminal.err().println(report.failed() + " could not be taken:");
            report.problems().forEach(p -> terminal.err().println("  " + p));
        }
        if (report.messages() == 0 && report.failed() == 0 && done.equals("imported")) {
            terminal.err().println("mailroom: no mail found at " + path);
            return 1;
        }
        return report.failed() == 0 ? 0 : 1;
    }
}
