package org.mailroom.imap.parser;

/**
 * What a client may make the parser keep or do. A message's literal is not the parser's: the
 * session bounds it.
 *
 * @param line octets of one line
 * @param literal octets of one literal
 * @param command octets of a whole command, literals included
 * @param depth levels of parentheses, NOT and OR in a search
 * @param searchKeys keys of a search
 * @param ranges ranges of a sequence set
 * @param patterns patterns of a LIST
 * @param flags flags of a STORE or of a message appended
 * @param items items, or header field names of one item, of a FETCH
 * @param messages messages of one APPEND
 * @param discard octets of unwanted literals read past before the connection is closed instead
 */
public record ParserLimits(
        int line,
        int literal,
        int command,
        int depth,
        int searchKeys,
        int ranges,
        int patterns,
        int flags,
        int items,
        int messages,
        long discard) {
    public static final ParserLimits DEFAULT =
            new ParserLimits(
                    64 * 1024,
                    64 * 1024,
                    256 * 1024,
                    50,
                    10_000,
                    20_000,
                    100,
                    200,
                    500,
                    1_000,
                    64L * 1024 * 1024);
}
