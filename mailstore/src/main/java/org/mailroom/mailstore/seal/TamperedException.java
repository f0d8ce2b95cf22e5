package org.mailroom.mailstore.seal;

/**
 * Sealed bytes did not open: altered, cut, moved to another place, or sealed under another key.
 * What was read must not be used; nothing of it has been handed out. The message never carries
 * content.
 */
public final class TamperedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TamperedException(String message) {
        super(message);
    }
}
