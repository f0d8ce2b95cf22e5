package org.mailroom.server;

import org.mailroom.server.command.MailroomCommand;
import org.mailroom.server.console.LocalTerminal;

/** The program's entrance. Exit codes: 0 done, 1 failed, 2 wrong usage. */
public final class Mailroom {

    private Mailroom() {}

    public static void main(String[] arguments) {
        int exit = MailroomCommand.run(arguments, new LocalTerminal());
        System.exit(exit);
    }
}
