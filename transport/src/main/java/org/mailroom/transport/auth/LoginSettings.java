package org.mailroom.transport.auth;

import java.time.Duration;

/**
 * How failed logins are slowed.
 *
 * @param freeFailures failures of an address or a user before delays begin. Default 3.
 * @param firstDelay delay after the first failure that is not free; doubles with each further one.
 *     Default 1 s.
 * @param maxAddressDelay longest delay for an address; attempts that would have to wait longer are
 *     turned away untried. Default 30 s.
 * @param maxUserDelay longest delay for a user name, kept short because others can cause it.
 *     Default 5 s.
 * @param forgetAfter failures are forgotten after this long without another. Default 15 min.
 * @param maxEntries addresses and user names remembered; the oldest go first. Default 10000.
 * @param plaintextFromLoopback whether PLAIN, LOGIN and the IMAP LOGIN command are allowed without
 *     TLS from the same machine. Default false.
 * @param scram whether SCRAM-SHA-256 is offered. It knows main passwords only: turn it off where
 *     LDAP checks passwords, or where most people use app passwords and their mail programs do not
 *     fall back to another way by themselves. Default true.
 */
public record LoginSettings(
        int freeFailures,
        Duration firstDelay,
        Duration maxAddressDelay,
        Duration maxUserDelay,
        Duration forgetAfter,
        int maxEntries,
        boolean plaintextFromLoopback,
        boolean scram) {

    public LoginSettings {
        if (freeFailures < 0) throw new IllegalArgumentException("freeFailures " + freeFailures);
        if (maxEntries < 1) throw new IllegalArgumentException("maxEntries " + maxEntries);
    }

    public static LoginSettings defaults() {
        return new LoginSettings(
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofMinutes(15),
                10_000,
                false,
                true);
    }

    public LoginSettings withPlaintextFromLoopback(boolean allowed) {
        return new LoginSettings(
                freeFailures,
                firstDelay,
                maxAddressDelay,
                maxUserDelay,
                forgetAfter,
                maxEntries,
                allowed,
                scram);
    }

    public LoginSettings withScram(boolean offered) {
        return new LoginSettings(
                freeFailures,
                firstDelay,
                maxAddressDelay,
                maxUserDelay,
                forgetAfter,
                maxEntries,
                plaintextFromLoopback,
                offered);
    }
}
