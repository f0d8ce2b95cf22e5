package org.mailroom.imap.search;

import org.mailroom.imap.command.SequenceSet;
import org.mailroom.mailstore.mailbox.MailboxView;

import java.util.function.LongPredicate;

/**
 * What a search looks at.
 *
 * @param view the messages as the client has been told of them
 * @param recent whether the message of a UID is \Recent to this session
 * @param saved the UIDs "$" stands for; RFC 5182 §2.1
 */
public record SearchContext(
        MailboxView view, Messages messages, LongPredicate recent, SequenceSet saved) {}
