package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Facts in sentences, for people who have not written the policy. */
final class Wording {
    private final RuleSet rules;

    Wording(RuleSet rules) {
        this.rules = rules;
    }

    List<String> facts(Facts.From from, Facts.To to, Facts.Ties ties) {
        List<String> all = new ArrayList<>();
        all.add(sender(from));
        all.add(recipient(to));
        ties.senderIs().stream()
                .sorted()
                .map(kind -> "The sender " + phrase(kind) + " the recipient.")
                .forEach(all::add);
        ties.recipientIs().stream()
                .sorted()
                .map(kind -> "The recipient " + phrase(kind) + " the sender.")
                .forEach(all::add);
        for (Facts.Shared shared : ties.shared()) {
            all.add(
                    "Both are in a group of the kind "
                            + shared.kind()
                            + ": the sender as "
                            + When.word(shared.sender())
                            + ", the recipient as "
                            + When.word(shared.recipient())
                            + ".");
        }
        boolean nothing =
                ties.senderIs().isEmpty()
                        && ties.recipientIs().isEmpty()
                        && ties.shared().isEmpty();
        if (nothing && to instanceof Facts.To.Person(var roles, var open, var choice, var self)) {
            all.add(self ? "They are the same person." : "Nothing connects the two.");
        }
        return all;
    }

    private String phrase(String kind) {
        return When.phrase(kind, rules.relations());
    }

    private String sender(Facts.From from) {
        String who =
                switch (from.who()) {
                    case SYSTEM -> "The sender is a system of the platform in its own name.";
                    case SERVICE -> "The sender is a service" + roles(from.roles()) + ".";
                    case PERSON -> "The sender is a person" + roles(from.roles()) + ".";
                };
        String state = from.state() == Account.State.ACTIVE ? "" : " The account is not active.";
        String restricted =
                from.restrictions().isEmpty()
                        ? ""
                        : " Moderators have imposed: "
                                + from.restrictions().stream()
                                        .map(Entries::word)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ".";
        return who + state + restricted;
    }

    private String roles(Set<String> roles) {
        if (roles.isEmpty()) {
            return rules.withoutRole()
                    .map(role -> " without a role, and so taken for a " + role)
                    .orElse(" without a role");
        }
        String known = String.join(", ", roles.stream().filter(this::known).sorted().toList());
        String other = String.join(", ", roles.stream().filter(r -> !known(r)).sorted().toList());
        return (known.isEmpty() ? "" : " with the role " + known)
                + (other.isEmpty()
                        ? ""
                        : (known.isEmpty() ? " with" : " and with")
                                + " roles the policy does not know: "
                                + other);
    }

    private boolean known(String role) {
        return rules.roles().containsKey(role);
    }

    private String recipient(Facts.To to) {
        return switch (to) {
            case Facts.To.Nobody nobody -> "Nobody here has this address.";
            case Facts.To.Person person ->
                    "The recipient is a person"
                            + roles(person.roles())
                            + (person.available() ? "." : ", who takes no mail at present.");
            case Facts.To.Group group ->
                    "The recipient is a group of the kind "
                            + group.kind()
                            + ", in which the sender is "
                            + group.rank().map(When::word).orElse("no member")
                            + ".";
        };
    }
}
