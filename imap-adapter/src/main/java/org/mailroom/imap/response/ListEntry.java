package org.mailroom.imap.response;

import org.mailroom.imap.command.MailboxName;

import java.util.List;
import java.util.Optional;

/**
 * One mailbox of a LIST answer. RFC 9051 §7.3.1.
 *
 * @param attributes with their backslashes
 * @param childInfo the selection options that children match; RFC 5258 §3.5
 * @param oldName the name the client asked for, or the mailbox had before; RFC 9051 §6.3.9.7
 */
public record ListEntry(
        MailboxName name,
        List<String> attributes,
        List<String> childInfo,
        Optional<MailboxName> oldName) {
    public ListEntry {
        attributes = List.copyOf(attributes);
        childInfo = List.copyOf(childInfo);
    }

    public static ListEntry of(MailboxName name, List<String> attributes) {
        return new ListEntry(name, attributes, List.of(), Optional.empty());
    }
}
