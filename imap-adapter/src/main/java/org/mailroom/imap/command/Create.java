package org.mailroom.imap.command;

import java.util.List;

/**
 * CREATE, with the special uses asked for, each with its backslash and as the client wrote it. RFC
 * 9051 §6.3.4, RFC 6154 §3.
 */
public record Create(Tag tag, MailboxName mailbox, List<String> specialUses) implements Command {
    public Create {
        specialUses = List.copyOf(specialUses);
    }

    @Override
    public State requiredState() {
        return State.AUTHENTICATED;
    }
}
