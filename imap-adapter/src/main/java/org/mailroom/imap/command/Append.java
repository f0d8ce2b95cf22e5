package org.mailroom.imap.command;

/**
 * APPEND, read up to its first message's literal: the session streams the literal's bytes and asks
 * the parser for the next message. RFC 9051 §6.3.12, RFC 3502.
 */
public record Append(Tag tag, MailboxName mailbox, AppendMessage first) implements Command {
    @Override
    public State requiredState() {
        return State.AUTHENTICATED;
    }
}
