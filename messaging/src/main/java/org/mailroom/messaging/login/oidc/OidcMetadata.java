package org.mailroom.messaging.login.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.login.oidc.OidcRefused.Why;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a provider says of itself, and its keys. Fetched when first needed and anew now and then;
 * old words are believed for a day while it cannot be reached; it is never asked more often than
 * bounded here, whatever tokens come in. Thread-safe.
 */
final class OidcMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(OidcMetadata.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration OUTAGE = Duration.ofDays(1);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

    private final String issuer;
    private final OidcHttp http;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Known known;
    private Instant nextTry = Instant.MIN;

    /** The keys are of the same words: a provider that moves them is asked at the new place. */
    record Known(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant fetched) {}

    OidcMetadata(String issuer, OidcHttp http, InstantSource clock) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
    }

    Known known() throws OidcRefused {
        Known present = known;
        if (present != null && clock.instant().isBefore(present.fetched.plus(FRESH))) {
            return present;
        }
        lock.lock();
        try {
            return fetched();
        } finally {
            lock.unlock();
        }
    }

    private Known fetched() throws OidcRefused {
        Instant now = clock.instant();
        Known old = known;
        if (old != null && now.isBefore(old.fetched.plus(FRESH))) {
            return old;
        }
        if (!now.isBefore(nextTry)) {
            nextTry = now.plus(BETWEEN_TRIES);
            try {
                Known fresh = fetch(now, old);
                known = fresh;
                return fresh;
            } catch (IOException | GeneralException e) {
                LOG.warn("provider {} cannot be asked: {}", issuer, e.getMessage());
            }
        }
        if (old != null && now.isBefore(old.fetched.plus(OUTAGE))) {
            return old;
        }
        throw new OidcRefused(Why.UNAVAILABLE, "the provider cannot be reached");
    }

    private Known fetch(Instant now, @Nullable Known old) throws IOException, GeneralException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        OIDCProviderMetadata metadata = parsed(base + "/.well-known/openid-configuration");
        if (!metadata.getIssuer().getValue().equals(issuer)) {
            throw new IOException("it calls itself " + metadata.getIssuer());
        }
        if (metadata.getAuthorizationEndpointURI() == null
                || metadata.getTokenEndpointURI() == null
                || metadata.getJWKSetURI() == null) {
            throw new IOException("an endpoint is missing");
        }
        if (issuer.startsWith("https:")
                && !(https(metadata.getTokenEndpointURI())
                        && https(metadata.getAuthorizationEndpointURI())
                        && https(metadata.getJWKSetURI()))) {
            throw new IOException("an endpoint is without TLS");
        }
        if (old != null && old.metadata.getJWKSetURI().equals(metadata.getJWKSetURI())) {
            return new Known(metadata, old.keys, now);
        }
        return new Known(metadata, keys(metadata), now);
    }

    private static boolean https(URI uri) {
        return "https".equals(uri.getScheme());
    }

    private OIDCProviderMetadata parsed(String address) throws IOException, GeneralException {
        try {
            return OIDCProviderMetadata.parse(http.get(URI.create(address)));
        } catch (ParseException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** An unknown key makes it look again, at most twice in half a minute. */
    private JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata) throws IOException {
        return JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), http)
                .cache(Duration.ofMinutes(10).toMillis(), Duration.ofSeconds(15).toMillis())
                .refreshAheadCache(false)
                .rateLimited(Duration.ofSeconds(30).toMillis())
                .outageTolerant(Duration.ofHours(4).toMillis())
                .build();
    }
}
