package org.mailroom.messaging.group;

/**
 * How far an expression has been applied.
 *
 * @param done people looked at
 * @param total people there are
 */
public record Progress(long done, long total) {}
