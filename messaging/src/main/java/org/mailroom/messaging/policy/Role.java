package org.mailroom.messaging.policy;

import org.mailroom.messaging.safety.Lane;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy says of a role.
 *
 * @param knowsDirectory whether it may learn who is here and who is not; else only of those it has
 *     something to do with
 * @param unblockable whether its messages pass blocks
 * @param lanes where they differ from the policy's
 * @param says for its people, when the answer is no and more would tell too much
 */
record Role(
        String name,
        String about,
        boolean knowsDirectory,
        boolean unblockable,
        Set<Permission> may,
        Map<String, Lane> lanes,
        Optional<String> says) {
    Role {
        may = Set.copyOf(may);
        lanes = Map.copyOf(lanes);
    }
}
