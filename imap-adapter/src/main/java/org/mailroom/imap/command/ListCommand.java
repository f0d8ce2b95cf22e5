package org.mailroom.imap.command;

import java.util.List;
import java.util.Set;

/**
 * LIST, plain or extended. Patterns have the reference put before them; one whose text is empty
 * asks for the hierarchy delimiter. RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154 §2.
 *
 * @param extended whether any part of the extended syntax was used
 * @param statusItems what RETURN (STATUS (…)) asked for; empty without it
 */
public record ListCommand(
        Tag tag,
        String reference,
        List<ListPattern> patterns,
        Set<Selection> selection,
        Set<Return> returns,
        Set<StatusItem> statusItems,
        boolean extended)
        implements Command {

    /** Which mailboxes. RFC 9051 §6.3.9.1. */
    public enum Selection {
        SUBSCRIBED,
        REMOTE,
        RECURSIVEMATCH,
        SPECIAL_USE
    }

    /** What to say of each. RFC 9051 §6.3.9.2. */
    public enum Return {
        SUBSCRIBED,
        CHILDREN,
        SPECIAL_USE,
        STATUS
    }

    public ListCommand {
        patterns = List.copyOf(patterns);
        selection = Set.copyOf(selection);
        returns = Set.copyOf(returns);
        statusItems = Set.copyOf(statusItems);
    }

    @Override
    public State requiredState() {
        return State.AUTHENTICATED;
    }
}
