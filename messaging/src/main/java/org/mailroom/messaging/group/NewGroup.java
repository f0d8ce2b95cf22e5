package org.mailroom.messaging.group;

import java.util.List;
import java.util.Optional;

/** A group to be made; see {@link Group}. */
public record NewGroup(
        String address,
        List<String> aliases,
        String title,
        String kind,
        ReplyMode replyMode,
        History history,
        Optional<String> expression) {

    public NewGroup {
        aliases = List.copyOf(aliases);
    }

    /** Replies go to the owner, and members see what came since they joined. */
    public NewGroup(String address, String title, String kind) {
        this(
                address,
                List.of(),
                title,
                kind,
                ReplyMode.REPLY_TO_OWNER,
                History.FROM_JOIN,
                Optional.empty());
    }

    public NewGroup withExpression(String text) {
        return new NewGroup(address, aliases, title, kind, replyMode, history, Optional.of(text));
    }

    public NewGroup withReplyMode(ReplyMode mode) {
        return new NewGroup(address, aliases, title, kind, mode, history, expression);
    }

    public NewGroup withHistory(History shown) {
        return new NewGroup(address, aliases, title, kind, replyMode, shown, expression);
    }
}
