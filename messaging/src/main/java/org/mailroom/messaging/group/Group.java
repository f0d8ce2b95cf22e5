package org.mailroom.messaging.group;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;

import java.util.List;
import java.util.Optional;

/**
 * A group with an address.
 *
 * @param title what people read
 * @param kind {@code class}, {@code cohort}, {@code team}, {@code support-group}, {@code tier},
 *     {@code everyone}, {@code role-address} …; policies speak of it
 * @param state LEFT: closed, takes no more mail
 * @param expression who belongs to it besides those who were added; see {@link Expression}
 * @param version grows with every change to the group, not with its members
 */
public record Group(
        AccountId id,
        String address,
        List<String> aliases,
        String title,
        String kind,
        Account.State state,
        ReplyMode replyMode,
        History history,
        Optional<String> expression,
        long version) {

    /** The kind of an address that stands for an office: {@code support@}, {@code abuse@}. */
    public static final String ROLE_ADDRESS = "role-address";

    public Group {
        aliases = List.copyOf(aliases);
    }

    public Group withAddresses(String primary, List<String> others) {
        return new Group(
                id, primary, others, title, kind, state, replyMode, history, expression, version);
    }

    public Group withTitle(String other) {
        return new Group(
                id, address, aliases, other, kind, state, replyMode, history, expression, version);
    }

    public Group withKind(String other) {
        return new Group(
                id, address, aliases, title, other, state, replyMode, history, expression, version);
    }

    public Group withState(Account.State other) {
        return new Group(
                id, address, aliases, title, kind, other, replyMode, history, expression, version);
    }

    public Group withReplyMode(ReplyMode other) {
        return new Group(
                id, address, aliases, title, kind, state, other, history, expression, version);
    }

    public Group withHistory(History other) {
        return new Group(
                id, address, aliases, title, kind, state, replyMode, other, expression, version);
    }

    public Group withExpression(Optional<String> other) {
        return new Group(
                id, address, aliases, title, kind, state, replyMode, history, other, version);
    }
}
