package org.mailroom.messaging.delivery;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.Accounts;
import org.mailroom.mailstore.mail.Incoming;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.policy.Clearance;
import org.mailroom.messaging.policy.Decision.Obligation;
import org.mailroom.messaging.policy.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The version of a message that the members of a group get: it names the group, says where answers
 * go, and shows no member but its author. RFC 2919, RFC 2369, RFC 3834 §5.
 */
final class GroupMail {
    /** Most owners that answers go to. */
    private static final int MOST_OWNERS = 10;

    /** What other lists, or the author in their place, may have said. */
    private static final List<String> LIST_FIELDS =
            List.of(
                    "List-Id",
                    "List-Post",
                    "List-Help",
                    "List-Subscribe",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post",
                    "List-Owner",
                    "List-Archive",
                    "Bcc",
                    "Resent-Bcc");

    private final Accounts accounts;
    private final Groups groups;
    private final Rewriting rewriting;

    GroupMail(Accounts accounts, Groups groups, Rewriting rewriting) {
        this.accounts = accounts;
        this.groups = groups;
        this.rewriting = rewriting;
    }

    /**
     * @return the version, the caller's to close
     * @throws Refused LOOP if the message has been here already
     */
    Incoming version(Group group, Clearance.Cleared cleared, Incoming message) {
        String id = "<" + id(group) + ">";
        for (HeaderBlock.Field been : message.header().all("List-Id")) {
            if (been.value().contains(id)) {
                throw new Refused(
                        Refused.Reason.LOOP, "This message has been to this group already [loop]");
            }
        }
        List<String> without = new ArrayList<>(LIST_FIELDS);
        StringBuilder lines = new StringBuilder();
        line(lines, "List-Id", id);
        line(
                lines,
                "List-Post",
                group.replyMode() == ReplyMode.ANNOUNCE
                        ? "NO"
                        : "<mailto:" + group.address() + ">");
        Optional<String> answers = answers(group, cleared);
        if (answers.isPresent()) {
            without.add("Reply-To");
            line(lines, "Reply-To", answers.get());
        }
        boolean automatic = cleared.kind() == Kind.SYSTEM || cleared.kind() == Kind.BROADCAST;
        if (automatic && message.header().first("Auto-Submitted").isEmpty()) {
            line(lines, "Auto-Submitted", "auto-generated");
        }
        return rewriting.of(message, without, lines.toString());
    }

    /** The group's name among lists: its address with a dot for the at sign. RFC 2919 §3. */
    private static String id(Group group) {
        return AddrSpec.of(group.address())
                .map(a -> a.localPart() + "." + a.asciiDomain())
                .orElse(group.address());
    }

    /** Where answers go; empty: where the author says. */
    private Optional<String> answers(Group group, Clearance.Cleared cleared) {
        if (cleared.obligations().contains(Obligation.REPLY_TO_OWNERS)) {
            String owners =
                    String.join(
                            ", ",
                            groups.owners(group.id()).stream()
                                    .limit(MOST_OWNERS)
                                    .map(Membership::member)
                                    .flatMap(id -> accounts.byId(id).stream())
                                    .map(Account::address)
                                    .map(a -> "<" + a + ">")
                                    .toList());
            return owners.isEmpty() ? Optional.empty() : Optional.of(owners);
        }
        return group.replyMode() == ReplyMode.ALL
                ? Optional.of("<" + group.address() + ">")
                : Optional.empty();
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(name).append(": ").append(value).append("\r\n");
    }
}
