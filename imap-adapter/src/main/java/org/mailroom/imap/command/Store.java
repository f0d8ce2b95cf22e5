package org.mailroom.imap.command;

/** STORE and UID STORE. RFC 9051 §6.4.6. */
public record Store(
        Tag tag, Numbering numbering, SequenceSet messages, StoreMode mode, FlagList flags)
        implements Command {
    @Override
    public State requiredState() {
        return State.SELECTED;
    }
}
