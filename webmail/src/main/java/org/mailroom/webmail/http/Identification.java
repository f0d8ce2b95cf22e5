package org.mailroom.webmail.http;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.people.ApiTokens;
import org.mailroom.messaging.people.TokenHolder;
import org.mailroom.webmail.http.Principal.Via;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;

/**
 * Who calls: the holder of a token, else of a session cookie. A token that is sent decides, good or
 * not; a cookie counts only where the request cannot be another site's doing. RFC 6750 §2.1.
 */
final class Identification {
    private static final String BEARER = "bearer ";

    private final ApiTokens tokens;
    private final Sessions sessions;

    Identification(ApiTokens tokens, Sessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /** Empty: nobody we know. */
    Optional<Principal> of(Context context) {
        String authorization = context.header("Authorization");
        if (authorization != null) {
            return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                    ? tokens.check(authorization.substring(BEARER.length()).strip())
                            .map(Identification::principal)
                    : Optional.empty();
        }
        String cookie = context.cookie(sessions.cookie());
        return cookie == null ? Optional.empty() : sessions.principal(cookie);
    }

    private static Principal principal(TokenHolder holder) {
        return new Principal(holder.service(), holder.scopes(), new Via.Token(holder.tokenId()));
    }

    /**
     * Whether the request could have been sent by another site's page through somebody's browser. A
     * token in a header is no browser's; neither are requests that only read.
     */
    static boolean forged(Context context, Method method, Optional<Principal> principal) {
        if (method.safe() || context.header("Authorization") != null) {
            return false;
        }
        return fromElsewhere(context)
                || (principal.isPresent()
                        && principal.get().via() instanceof Via.Session session
                        && !same(session.csrf(), context.header("X-CSRF-Token")));
    }

    private static boolean fromElsewhere(Context context) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = context.header("Origin");
        return origin != null && !authority(origin).equals(context.host());
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }
}
