package org.mailroom.imap.command;

import java.util.Optional;
import java.util.Set;

/**
 * What to look for and what to say of it. Texts are already decoded from the charset given. RFC
 * 9051 §6.4.4.
 *
 * @param returns empty when RETURN was absent; RETURN () is {ALL}
 */
public record SearchProgram(Optional<Set<Return>> returns, SearchKey key) {
    /** RFC 9051 §6.4.4; SAVE is §6.4.4.1. */
    public enum Return {
        MIN,
        MAX,
        ALL,
        COUNT,
        SAVE
    }

    public SearchProgram {
        returns = returns.map(Set::copyOf);
    }

    /** Whether a key asks for mod-sequences, so that the answer carries the highest one. */
    public boolean usesModSeq() {
        return key.any(SearchKey.ModSeq.class::isInstance);
    }
}
