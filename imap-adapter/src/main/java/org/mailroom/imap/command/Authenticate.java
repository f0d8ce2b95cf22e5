package org.mailroom.imap.command;

import java.util.Optional;

/**
 * AUTHENTICATE. The initial response is the base64 text as sent; "=" stands for an empty one. RFC
 * 9051 §6.2.2.
 */
public record Authenticate(Tag tag, String mechanism, Optional<String> initialResponse)
        implements Command {
    @Override
    public State requiredState() {
        return State.NOT_AUTHENTICATED;
    }

    /** Without the response, which may hold a password: commands are logged. */
    @Override
    public String toString() {
        return "Authenticate[tag=" + tag + ", mechanism=" + mechanism + "]";
    }
}
