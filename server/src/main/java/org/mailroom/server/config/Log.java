package org.mailroom.server.config;

/**
 * What is written to standard output. No subject, text, password or key ever is.
 *
 * @param format {@code plain} lines to read, or {@code json} objects to collect
 * @param level the least severe level that is written
 */
public record Log(Format format, Level level) {

    /** How a line looks. */
    public enum Format {
        PLAIN,
        JSON
    }

    /** Severity, least severe first. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    public static final Log DEFAULT = new Log(Format.PLAIN, Level.INFO);
}
