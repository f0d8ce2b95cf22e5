package org.mailroom.messaging.group;

/**
 * A group that two people belong to, directly or through a group within it.
 *
 * @param first the membership of the one asked for first; if through another group, that group's
 */
public record SharedGroup(Group group, Membership first, Membership second) {}
