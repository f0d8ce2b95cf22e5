package org.mailroom.messaging.safety;

/**
 * Whose bucket, and of which lane.
 *
 * @param owner an account's number; of a system, which has none, a keyed hash below 0
 * @param name keyed hash of the lane's name
 */
record LaneKey(long owner, long name) {
    String table() {
        return owner > 0 ? "lane" : "system_lane";
    }
}
