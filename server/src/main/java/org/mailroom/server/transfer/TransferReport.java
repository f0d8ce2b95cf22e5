package org.mailroom.server.transfer;

import java.util.List;
import java.util.Map;

/**
 * What an import or export came to.
 *
 * @param messages how many were taken
 * @param mailboxes how many into or out of each mailbox
 * @param problems what could not be taken, and why; at most {@link #MAX_PROBLEMS}
 * @param failed how many could not be taken
 */
public record TransferReport(
        long messages, Map<String, Long> mailboxes, List<String> problems, long failed) {

    /** Lines kept; the rest is only counted. */
    public static final int MAX_PROBLEMS = 1000;
}
