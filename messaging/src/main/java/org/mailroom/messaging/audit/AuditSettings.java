package org.mailroom.messaging.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The audit log.
 *
 * @param checkpointRecords a signed checkpoint is made after so many records, 100 to 1000000.
 *     Default 10000.
 * @param checkpointEvery and at least this often while there are new ones. Default 1 minute.
 * @param checkpointDirectory where the latest checkpoint is copied to as {@code
 *     mailroom-audit.checkpoint}, best on another machine's disk; empty: nowhere. It is in the data
 *     directory in any case.
 */
public record AuditSettings(
        int checkpointRecords, Duration checkpointEvery, Optional<Path> checkpointDirectory) {
    public static final AuditSettings DEFAULT =
            new AuditSettings(10_000, Duration.ofMinutes(1), Optional.empty());

    public AuditSettings {
        if (checkpointRecords < 100 || checkpointRecords > 1_000_000) {
            throw new IllegalArgumentException("checkpointRecords must be 100 to 1000000");
        }
        if (checkpointEvery.toSeconds() < 1 || checkpointEvery.toDays() > 1) {
            throw new IllegalArgumentException("checkpointEvery must be 1 second to 1 day");
        }
    }
}
