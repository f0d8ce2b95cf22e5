package org.mailroom.messaging.policy;

/**
 * Something wrong with a policy file.
 *
 * @param line from 1; 0: the whole file
 * @param column from 1
 * @param warning the file is taken all the same
 */
public record Problem(String file, int line, int column, String text, boolean warning) {
    /** {@code file:line:column: text}, as editors and people read it. */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line + ":" + column;
        return place + ": " + (warning ? "warning: " : "") + text;
    }
}
