package org.mailroom.messaging.policy;

import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy says of groups of a kind.
 *
 * @param as GROUP, SUPPORT or BROADCAST
 * @param post whether anybody of {@code roles} may begin a conversation in it, and from which rank
 * @param also roles that may whether members or not
 * @param replyModes which a group may have; one with another is treated as having the first
 * @param listed whether everybody may know that it is there
 * @param at its line in the file
 */
record GroupRules(
        String kind,
        String about,
        Kind as,
        Post post,
        Set<String> roles,
        Set<String> also,
        List<ReplyMode> replyModes,
        boolean listed,
        Optional<String> say,
        int at) {
    GroupRules {
        roles = Set.copyOf(roles);
        also = Set.copyOf(also);
        replyModes = List.copyOf(replyModes);
    }

    /** From which rank on one may begin a conversation. */
    enum Post {
        ANYONE,
        MEMBER,
        MODERATOR,
        OWNER,
        PRIMARY_OWNER,
        NOBODY;

        boolean admits(Optional<Rank> rank) {
            return switch (this) {
                case ANYONE -> true;
                case NOBODY -> false;
                case MEMBER -> rank.isPresent();
                case MODERATOR -> reaches(rank, Rank.MODERATOR);
                case OWNER -> reaches(rank, Rank.OWNER);
                case PRIMARY_OWNER -> reaches(rank, Rank.PRIMARY_OWNER);
            };
        }

        private static boolean reaches(Optional<Rank> rank, Rank least) {
            return rank.filter(r -> r.compareTo(least) >= 0).isPresent();
        }
    }

    boolean mayBegin(Set<String> sender, Optional<Rank> rank) {
        return When.meet(also, sender)
                || (post.admits(rank) && (roles.isEmpty() || When.meet(roles, sender)));
    }

    ReplyMode mode(ReplyMode ofGroup) {
        return replyModes.contains(ofGroup) ? ofGroup : replyModes.getFirst();
    }
}
