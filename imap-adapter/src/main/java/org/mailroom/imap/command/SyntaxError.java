package org.mailroom.imap.command;

import java.util.Optional;

/**
 * The client did not keep to the grammar. The message is written for the client: it names what was
 * wrong and where, and never quotes an argument.
 */
public final class SyntaxError extends RuntimeException {
    /** What the connection answers. */
    public enum Answer {
        /** Tagged BAD, or untagged where no tag could be read. */
        BAD,
        /** Tagged BAD [TOOBIG]: a literal or command past its limit. */
        TOO_BIG,
        /** Tagged NO [BADCHARSET]. RFC 9051 §6.4.4. */
        BAD_CHARSET,
        /** BYE and close: what follows on the wire can no longer be told apart from commands. */
        CLOSE
    }

    private final Answer answer;
    private final Optional<Tag> tag;

    public SyntaxError(String message) {
        this(Answer.BAD, Optional.empty(), message);
    }

    public SyntaxError(Answer answer, Optional<Tag> tag, String message) {
        super(message, null, false, false);
        this.answer = answer;
        this.tag = tag;
    }

    public Answer answer() {
        return answer;
    }

    public Optional<Tag> tag() {
        return tag;
    }

    /** The same error, answered under this tag. */
    public SyntaxError withTag(Tag known) {
        return new SyntaxError(answer, Optional.of(known), message());
    }

    /** The text for the client. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
