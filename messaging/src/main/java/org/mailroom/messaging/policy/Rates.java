package org.mailroom.messaging.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Instant;
import java.time.InstantSource;

/**
 * How many recipients a minute a sender may write to: a token bucket for each person and each
 * system. Every recipient asked for costs a token, refused ones too. Kept in memory; a restart
 * fills every bucket.
 */
final class Rates implements Rule {
    private static final int MOST_SENDERS = 100_000;

    private final PolicySettings settings;
    private final InstantSource clock;
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().maximumSize(MOST_SENDERS).build();

    Rates(PolicySettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Decision judge(Question question) {
        if (!(question instanceof Question.To)) {
            return Decision.Accept.FREELY;
        }
        return switch (question.sender()) {
            case Sender.Person(var account) ->
                    take(
                            "person " + account.id(),
                            settings.personRecipientsPerMinute(),
                            settings.personBurst());
            case Sender.TrustedSystem(String name) ->
                    take(
                            "system " + name,
                            settings.systemRecipientsPerMinute(),
                            settings.systemBurst());
            case Sender.Stranger stranger -> Decision.Accept.FREELY;
            case Sender.Service service -> Decision.Accept.FREELY;
        };
    }

    private Decision take(String who, int perMinute, int burst) {
        if (perMinute == 0) {
            return Decision.Accept.FREELY;
        }
        Instant now = clock.instant();
        return buckets.get(who, name -> new Bucket(burst, now)).take(perMinute, burst, now)
                ? Decision.Accept.FREELY
                : new Decision.Refuse(
                        WhyCode.RATE_LIMITED,
                        "Too many recipients in a short time: at most "
                                + perMinute
                                + " a minute; try again later");
    }

    /** Tokens left at a moment; one comes every minute/perMinute up to burst. */
    private static final class Bucket {
        private double tokens;
        private Instant at;

        Bucket(double tokens, Instant at) {
            this.tokens = tokens;
            this.at = at;
        }

        synchronized boolean take(int perMinute, int burst, Instant now) {
            double minutes = Math.max(0, now.toEpochMilli() - at.toEpochMilli()) / 60_000.0;
            tokens = Math.min(burst, tokens + minutes * perMinute);
            at = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
