package org.mailroom.imap.command;

/** SEARCH and UID SEARCH. RFC 9051 §6.4.4. */
public record Search(Tag tag, Numbering numbering, SearchProgram program) implements Command {
    @Override
    public State requiredState() {
        return State.SELECTED;
    }
}
