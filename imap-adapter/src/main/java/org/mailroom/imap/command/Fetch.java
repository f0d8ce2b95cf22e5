package org.mailroom.imap.command;

import java.util.List;

/**
 * FETCH and UID FETCH, macros already expanded. UID FETCH always has {@link
 * FetchItem.Attribute#UID} among its items. RFC 9051 §6.4.5.
 */
public record Fetch(
        Tag tag,
        Numbering numbering,
        SequenceSet messages,
        List<FetchItem> items,
        FetchModifiers modifiers)
        implements Command {
    public Fetch {
        items = List.copyOf(items);
    }

    @Override
    public State requiredState() {
        return State.SELECTED;
    }
}
