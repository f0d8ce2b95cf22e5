package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Access;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mail.MailStore;
import org.mailroom.mailstore.mime.Address;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.Membership;
import org.mailroom.messaging.people.AddrSpec;
import org.mailroom.messaging.people.Directory;
import org.mailroom.messaging.policy.Circumstances.Conversation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a message answers. Who takes part is read from the sender's own mailbox, which keeps the
 * sender from mistakes; but senders can put into their mailboxes what they like. Whether an answer
 * gives a right that a new message would not have is therefore read from the recipient's mailbox,
 * where only what was let in is.
 */
final class Conversations {
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,900}>");

    /** Ancestors that are looked for, the nearest. */
    private static final int MOST_IDS = 20;

    /** Messages of a conversation that are looked at, the newest. */
    private static final int MOST_EMAILS = 50;

    /** Owners of a group whose mailboxes may show a conversation. */
    private static final int MOST_OWNERS = 5;

    private final MailStore store;
    private final Directory directory;
    private final Groups groups;

    Conversations(MailStore store, Directory directory, Groups groups) {
        this.store = store;
        this.directory = directory;
        this.groups = groups;
    }

    /** What the sender's mailbox says; an answer to something unknown there begins anew. */
    Conversation of(AccountId sender, HeaderBlock header) {
        List<String> ids = ancestors(header);
        if (ids.isEmpty()) {
            return new Conversation.New();
        }
        Set<AccountId> participants = new LinkedHashSet<>();
        for (Email email : thread(sender, ids)) {
            named(email).flatMap(a -> directory.recipientId(a).stream()).forEach(participants::add);
        }
        if (participants.isEmpty()) {
            return new Conversation.New();
        }
        participants.add(sender);
        Optional<AccountId> group =
                participants.stream().filter(id -> groups.byId(id).isPresent()).findFirst();
        return new Conversation.Reply(participants, Set.of(), group);
    }

    /** Whether a recipient's own mailbox shows that the sender takes part in what is answered. */
    boolean shows(AccountId recipient, Account sender, HeaderBlock header) {
        List<String> ids = ancestors(header);
        return !ids.isEmpty()
                && (groups.byId(recipient).isPresent()
                        ? groupShows(recipient, ids)
                        : thread(recipient, ids).stream()
                                .anyMatch(email -> names(email, a -> directory.owns(sender, a))));
    }

    private boolean groupShows(AccountId group, List<String> ids) {
        return groups.owners(group).stream()
                .limit(MOST_OWNERS)
                .map(Membership::member)
                .anyMatch(
                        owner ->
                                thread(owner, ids).stream()
                                        .anyMatch(email -> names(email, a -> leadsTo(a, group))));
    }

    private boolean leadsTo(AddrSpec address, AccountId account) {
        return directory.recipientId(address).filter(account::equals).isPresent();
    }

    private static boolean names(Email email, Predicate<AddrSpec> who) {
        return named(email).anyMatch(who);
    }

    /** Authors and open recipients. Who got a blind copy takes no part. */
    private static Stream<AddrSpec> named(Email email) {
        List<Address> all = new ArrayList<>(email.summary().from());
        all.addAll(email.summary().sender());
        all.addAll(email.summary().to());
        all.addAll(email.summary().cc());
        return all.stream().flatMap(a -> AddrSpec.of(a.address()).stream());
    }

    private List<Email> thread(AccountId account, List<String> ids) {
        if (directory.byId(account).filter(a -> a.kind() == Account.Kind.PERSON).isEmpty()) {
            return List.of();
        }
        try (AccountMail mail = store.mail(new Access.Owner(account), account)) {
            return mail.thread(ids, MOST_EMAILS);
        }
    }

    /** The nearest first. RFC 5322 §3.6.4. */
    private static List<String> ancestors(HeaderBlock header) {
        List<String> ids = new ArrayList<>();
        for (String name : List.of("References", "In-Reply-To")) {
            for (HeaderBlock.Field field : header.all(name)) {
                Matcher matcher = MESSAGE_ID.matcher(field.value());
                while (matcher.find()) {
                    ids.add(matcher.group());
                }
            }
        }
        return ids.reversed().stream().distinct().limit(MOST_IDS).toList();
    }
}
