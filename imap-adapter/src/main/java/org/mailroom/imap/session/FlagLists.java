package org.mailroom.imap.session;

import org.mailroom.imap.command.Flag;
import org.mailroom.imap.command.FlagList;
import org.mailroom.imap.response.FlagText;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The flags of a view's messages in words. Each combination with keywords is put together once a
 * command, so that listing a large mailbox copies bytes.
 */
final class FlagLists {
    private final MailboxView view;
    private final Map<Integer, byte[]> withKeywords = new HashMap<>();

    /**
     * @param view where the flags are from; it knows the keywords
     */
    FlagLists(MailboxView view) {
        this.view = view;
    }

    byte[] of(MessageRow row, boolean recent) {
        if (row.keywordSet() == 0) {
            return FlagText.of(row.flags(), recent, List.of());
        }
        int key = row.keywordSet() << 7 | row.flags() << 1 | (recent ? 1 : 0);
        return withKeywords.computeIfAbsent(
                key, k -> FlagText.of(row.flags(), recent, view.keywords(row.keywordSet())));
    }

    /** The flags of a command, as the store knows them. */
    static Flags of(FlagList flags) {
        return Flags.parse(flags.flags().stream().map(Flag::wire).toList());
    }
}
