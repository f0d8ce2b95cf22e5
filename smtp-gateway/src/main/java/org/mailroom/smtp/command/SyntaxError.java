package org.mailroom.smtp.command;

/**
 * A line that is no command.
 *
 * <p>The text is shown to the client: it says what was expected and where, and repeats nothing of
 * what came but the verb.
 */
public final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String enhanced;

    SyntaxError(int code, String enhanced, String text) {
        super(text);
        this.code = code;
        this.enhanced = enhanced;
    }

    /** An argument that is wrong. RFC 3463 §3.6. */
    static SyntaxError argument(String text) {
        return new SyntaxError(501, "5.5.4", text);
    }

    /** An argument that is wrong, at a column counted from 1. */
    static SyntaxError argument(String text, int at) {
        return argument(text + " at column " + (at + 1));
    }

    /** A parameter nobody knows. RFC 5321 §4.1.1.11. */
    static SyntaxError unknownParameter(String keyword) {
        return new SyntaxError(555, "5.5.4", "Parameter " + keyword + " is not known here");
    }

    /** Reply code. */
    public int code() {
        return code;
    }

    /** Enhanced status code. RFC 3463. */
    public String enhanced() {
        return enhanced;
    }
}
