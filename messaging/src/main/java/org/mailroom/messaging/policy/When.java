package org.mailroom.messaging.policy;

import org.mailroom.messaging.group.Rank;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has to be so between two people for a line to match. Every condition that is set has to
 * hold; of several words in one condition, one is enough.
 *
 * @param senderIs relations from the sender to the recipient
 * @param recipientIs relations from the recipient to the sender
 * @param related relations in either direction
 * @param share kinds of groups both belong to
 * @param senderRank the least rank of the sender in that group
 * @param recipientRank the least rank of the recipient in it
 * @param welcome the recipient lets the sender in by the own choice
 */
record When(
        Set<String> senderIs,
        Set<String> recipientIs,
        Set<String> related,
        Set<String> share,
        Rank senderRank,
        Rank recipientRank,
        boolean welcome) {
    static final When ALWAYS =
            new When(Set.of(), Set.of(), Set.of(), Set.of(), Rank.MEMBER, Rank.MEMBER, false);

    When {
        senderIs = Set.copyOf(senderIs);
        recipientIs = Set.copyOf(recipientIs);
        related = Set.copyOf(related);
        share = Set.copyOf(share);
    }

    boolean holds(Facts.Ties ties, boolean letIn) {
        return (senderIs.isEmpty() || meet(senderIs, ties.senderIs()))
                && (recipientIs.isEmpty() || meet(recipientIs, ties.recipientIs()))
                && (related.isEmpty()
                        || meet(related, ties.senderIs())
                        || meet(related, ties.recipientIs()))
                && (share.isEmpty() || ties.shared().stream().anyMatch(this::matches))
                && (!welcome || letIn);
    }

    private boolean matches(Facts.Shared shared) {
        return share.contains(shared.kind())
                && shared.sender().compareTo(senderRank) >= 0
                && shared.recipient().compareTo(recipientRank) >= 0;
    }

    static boolean meet(Set<String> some, Set<String> others) {
        for (String one : some) {
            if (others.contains(one)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this holds whenever the other does. */
    boolean covers(When other) {
        return wider(senderIs, other.senderIs)
                && wider(recipientIs, other.recipientIs)
                && (wider(related, other.related)
                        || within(other.senderIs, related)
                        || within(other.recipientIs, related))
                && (share.isEmpty()
                        || (within(other.share, share)
                                && senderRank.compareTo(other.senderRank) <= 0
                                && recipientRank.compareTo(other.recipientRank) <= 0))
                && (!welcome || other.welcome);
    }

    private static boolean wider(Set<String> mine, Set<String> other) {
        return mine.isEmpty() || within(other, mine);
    }

    private static boolean within(Set<String> some, Set<String> all) {
        return !some.isEmpty() && all.containsAll(some);
    }

    /** In words, with the policy's words for its relations; empty: always. */
    String words(String sender, String recipient, Map<String, String> relations) {
        List<String> parts = new ArrayList<>();
        if (!senderIs.isEmpty()) {
            parts.add(phrases(senderIs, "the " + sender, "the " + recipient, relations));
        }
        if (!recipientIs.isEmpty()) {
            parts.add(phrases(recipientIs, "the " + recipient, "the " + sender, relations));
        }
        if (!related.isEmpty()) {
            parts.add(phrases(related, "one of the two", "the other", relations));
        }
        if (!share.isEmpty()) {
            parts.add("both are in the same " + either(share) + ranks(sender, recipient));
        }
        if (welcome) {
            parts.add("the " + recipient + "'s own setting lets them in");
        }
        return String.join(", and ", parts);
    }

    private static String phrases(
            Set<String> kinds, String one, String other, Map<String, String> relations) {
        return one
                + " "
                + kinds.stream()
                        .sorted()
                        .map(kind -> phrase(kind, relations))
                        .collect(Collectors.joining(" or "))
                + " "
                + other;
    }

    static String phrase(String kind, Map<String, String> relations) {
        String words = relations.getOrDefault(kind, "");
        return words.isEmpty() ? "is \"" + kind + "\" to" : words;
    }

    private String ranks(String sender, String recipient) {
        String text = "";
        if (senderRank != Rank.MEMBER) {
            text += ", the " + sender + " as its " + word(senderRank);
        }
        if (recipientRank != Rank.MEMBER) {
            text += ", the " + recipient + " as its " + word(recipientRank);
        }
        return text;
    }

    static String word(Rank rank) {
        return rank.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static String either(Set<String> words) {
        return String.join(" or ", words.stream().sorted().toList());
    }
}
