package org.mailroom.messaging.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.mailroom.mailstore.account.AccountId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Log-ins that were right a short while ago, so that a client that opens a connection a second does
 * not cost a slow hash a second. Holds no password: only a hash of account and password under a key
 * that is made at start and kept nowhere. Thread-safe.
 */
final class VerifiedLogins {
    private final SecretKeySpec key;
    private final Cache<ByteBuffer, AccountId> logins;

    /** Raised by every {@link #forget}: a check that began before it is not remembered after. */
    private final AtomicLong epoch = new AtomicLong();

    VerifiedLogins(Duration time, int size, SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        key = new SecretKeySpec(bytes, "HmacSHA256");
        logins =
                Caffeine.newBuilder()
                        .maximumSize(time.isZero() ? 0 : size)
                        .expireAfterWrite(time)
                        .build();
    }

    /** A log-in, as it is looked up and remembered. */
    record Attempt(ByteBuffer hash, AccountId account, long epoch) {}

    Attempt attempt(AccountId account, byte[] password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(Long.toString(account.value()).getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return new Attempt(ByteBuffer.wrap(mac.doFinal(password)), account, epoch.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is in every JDK", e);
        }
    }

    boolean knows(Attempt attempt) {
        return logins.getIfPresent(attempt.hash) != null;
    }

    void remember(Attempt attempt) {
        logins.put(attempt.hash, attempt.account);
        if (epoch.get() != attempt.epoch) {
            logins.invalidate(attempt.hash);
        }
    }

    /** The account's password has changed, or it may no longer log in. */
    void forget(AccountId account) {
        epoch.incrementAndGet();
        logins.asMap().values().removeIf(account::equals);
    }
}
