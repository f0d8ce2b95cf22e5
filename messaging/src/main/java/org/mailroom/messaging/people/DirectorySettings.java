package org.mailroom.messaging.people;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The people of this server and how they log in.
 *
 * @param domains the mail domains whose addresses live here; all others are the outside world.
 *     Default {@code localhost}.
 * @param postmaster address that takes the mail of {@code postmaster} where no account has that
 *     address itself. Default: none.
 * @param subaddressSeparator what parts {@code alice} from {@code x} in {@code alice+x@}; one
 *     character. Default {@code +}.
 * @param minPasswordLength fewest characters of a password being set. Default 10; 1 in a demo.
 * @param maxConcurrentHashes passwords hashed at once; each takes 19 MiB and one core. Default 0:
 *     as many as there are cores.
 * @param maxWaitingHashes log-ins that may wait for their hash; more are turned away for now.
 *     Default 256.
 * @param loginCacheTime how long a verified log-in is believed without hashing the password again.
 *     Default 5 min; 0 turns the cache off.
 * @param loginCacheSize verified log-ins remembered. Default 10000.
 */
public record DirectorySettings(
        List<String> domains,
        Optional<String> postmaster,
        String subaddressSeparator,
        int minPasswordLength,
        int maxConcurrentHashes,
        int maxWaitingHashes,
        Duration loginCacheTime,
        int loginCacheSize) {

    public DirectorySettings {
        domains = domains.stream().map(d -> AddrSpec.ascii(d.toLowerCase(Locale.ROOT))).toList();
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("domains: at least one is needed");
        }
        if (subaddressSeparator.length() != 1) {
            throw new IllegalArgumentException("subaddressSeparator: one character is needed");
        }
        if (minPasswordLength < 1) {
            throw new IllegalArgumentException("minPasswordLength " + minPasswordLength);
        }
        if (maxConcurrentHashes < 0 || maxWaitingHashes < 1 || loginCacheSize < 0) {
            throw new IllegalArgumentException("a limit on log-ins is below its least value");
        }
    }

    public static DirectorySettings defaults() {
        return new DirectorySettings(
                List.of("localhost"),
                Optional.empty(),
                "+",
                10,
                0,
                256,
                Duration.ofMinutes(5),
                10_000);
    }

    public DirectorySettings withDomains(List<String> names) {
        return new DirectorySettings(
                names,
                postmaster,
                subaddressSeparator,
                minPasswordLength,
                maxConcurrentHashes,
                maxWaitingHashes,
                loginCacheTime,
                loginCacheSize);
    }

    public DirectorySettings withMinPasswordLength(int characters) {
        return new DirectorySettings(
                domains,
                postmaster,
                subaddressSeparator,
                characters,
                maxConcurrentHashes,
                maxWaitingHashes,
                loginCacheTime,
                loginCacheSize);
    }

    public DirectorySettings withPostmaster(String address) {
        return new DirectorySettings(
                domains,
                Optional.of(address),
                subaddressSeparator,
                minPasswordLength,
                maxConcurrentHashes,
                maxWaitingHashes,
                loginCacheTime,
                loginCacheSize);
    }
}
