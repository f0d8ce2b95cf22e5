package org.mailroom.imap.command;

/** SELECT, or EXAMINE when read-only. RFC 9051 §6.3.2, §6.3.3. */
public record Select(Tag tag, MailboxName mailbox, boolean readOnly, SelectParameters parameters)
        implements Command {
    @Override
    public State requiredState() {
        return State.AUTHENTICATED;
    }
}
