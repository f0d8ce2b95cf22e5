package org.mailroom.server.command;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mailbox.Mailbox;
import org.mailroom.mailstore.mailbox.SpecialUse;
import org.mailroom.server.console.Terminal;
import org.mailroom.server.wiring.OpenStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mailbox}: a person's mailboxes. */
@Command(
        name = "mailbox",
        description = "Looks at a person's mailboxes.",
        subcommands = MailboxCommand.Listing.class)
final class MailboxCommand {

    private MailboxCommand() {}

    /** {@code mailbox list}. */
    @Command(name = "list", description = "Lists mailboxes with their counts.")
    static final class Listing extends StoreCommand {
        @Parameters(paramLabel = "USER", description = "Address, or the part before the @.")
        private String user = "";

        Listing(Terminal terminal, Stores stores) {
            super(terminal, stores);
        }

        @Override
        int run(OpenStore store) throws Exception {
            Access access = new Access.Operator("command line", "mailbox list");
            try (AccountMail mail = store.store().mail(access, store.account(user).id())) {
                terminal.out().println("messages  unseen         bytes  mailbox");
                mail.view().mailboxes().forEach(this::print);
            }
            return 0;
        }

        private void print(Mailbox m) {
            String use = m.specialUse().map(SpecialUse::wire).map(w -> "  " + w).orElse("");
            terminal.out()
                    .printf(
                            "%8d %7d %13d  %s%s%n",
                            m.messages(), m.unseen(), m.size(), m.name(), use);
        }
    }
}
