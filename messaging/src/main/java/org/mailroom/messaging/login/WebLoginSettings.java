package org.mailroom.messaging.login;

import org.mailroom.messaging.people.Scope;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Logging in with a browser.
 *
 * @param address where people find the web client, as they type it: {@code
 *     https://mail.example.org}. Passkeys and identity providers are bound to it. Default: {@code
 *     http://localhost} and the port.
 * @param title what authenticator programs and passkeys show. Default Mailroom.
 * @param idle a session that is not used for so long is over. Default 12 h.
 * @param longest a session is over after so long, used or not. Default 14 d.
 * @param fresh how long after proving themselves people may change how they log in. Default 10 min.
 * @param sessions most of one person; the oldest goes for a new one. Default 20.
 * @param totpDrift half minutes that a person's clock may be off, to either side. Default 1.
 * @param mailNeedsAppPassword whether mail programs need an app password as soon as there is a
 *     second factor or passkey: they can ask for neither. Default true.
 * @param roleScopes what roles may do with the API from a browser, besides their own things.
 *     Default: nothing.
 */
public record WebLoginSettings(
        Optional<String> address,
        String title,
        Duration idle,
        Duration longest,
        Duration fresh,
        int sessions,
        int totpDrift,
        boolean mailNeedsAppPassword,
        List<RoleScopes> roleScopes) {

    public WebLoginSettings {
        address.ifPresent(WebLoginSettings::check);
        roleScopes = List.copyOf(roleScopes);
        if (idle.compareTo(Duration.ofMinutes(1)) < 0 || longest.compareTo(idle) < 0) {
            throw new IllegalArgumentException("idle is at least 1 min, longest at least idle");
        }
        if (fresh.isZero() || sessions < 1 || totpDrift < 0 || totpDrift > 5) {
            throw new IllegalArgumentException("fresh, sessions or totp-drift out of bounds");
        }
    }

    private static void check(String address) {
        URI uri = URI.create(address);
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        boolean bare = uri.getPath() == null || uri.getPath().isEmpty();
        if (!web || !bare || uri.getHost() == null || uri.getQuery() != null) {
            throw new IllegalArgumentException("address is https:// and a host, without a path");
        }
    }

    /** What each role may do from a browser. */
    public Map<String, List<Scope>> scopesOfRoles() {
        return roleScopes.stream()
                .collect(
                        Collectors.toMap(
                                RoleScopes::role,
                                RoleScopes::known,
                                (one, other) ->
                                        Stream.concat(one.stream(), other.stream()).toList()));
    }

    public static WebLoginSettings defaults() {
        return new WebLoginSettings(
                Optional.empty(),
                "Mailroom",
                Duration.ofHours(12),
                Duration.ofDays(14),
                Duration.ofMinutes(10),
                20,
                1,
                true,
                List.of());
    }

    public WebLoginSettings withAddress(String other) {
        return new WebLoginSettings(
                Optional.of(other),
                title,
                idle,
                longest,
                fresh,
                sessions,
                totpDrift,
                mailNeedsAppPassword,
                roleScopes);
    }
}
