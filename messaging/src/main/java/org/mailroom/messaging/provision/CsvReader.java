package org.mailroom.messaging.provision;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records of a CSV file with their places. RFC 4180; besides, line ends may be LF alone, the
 * separator may be a semicolon or a tab, as spreadsheets write it, and the first line tells which.
 */
final class CsvReader implements AutoCloseable {
    private static final int MOST_CELL = 64 << 10;
    private static final int MOST_CELLS = 1_000;
    private static final int NONE = -2;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final String file;
    private final BufferedReader in;
    private int separator = ',';
    private long line = 1;
    private int column;
    private int pushed = NONE;

    /** One cell and where it begins. */
    record Cell(String text, Place place) {}

    CsvReader(String file, InputStream content) throws IOException {
        this.file = file;
        var strict =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.in = new BufferedReader(new InputStreamReader(content, strict), 64 << 10);
        skipByteOrderMark();
        separator = guess();
    }

    private void skipByteOrderMark() throws IOException {
        in.mark(1);
        if (in.read() != BYTE_ORDER_MARK) {
            in.reset();
        }
    }

    /** The separator that the first line has most of. */
    private int guess() throws IOException {
        in.mark(MOST_CELL);
        int[] counts = new int[3];
        String candidates = ",;\t";
        for (int i = 0; i < MOST_CELL - 1; i++) {
            int c = in.read();
            if (c == '\n' || c < 0) {
                break;
            }
            int which = candidates.indexOf(c);
            if (which >= 0) {
                counts[which]++;
            }
        }
        in.reset();
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return candidates.charAt(best);
    }

    /**
     * The next record that is not an empty line; empty at the end.
     *
     * @throws BadFile if a quote does not close, or a bound is passed
     */
    Optional<List<Cell>> next() throws IOException {
        while (true) {
            int c = read();
            if (c < 0) {
                return Optional.empty();
            }
            if (c != '\n') {
                push(c);
                List<Cell> cells = cells();
                if (cells.size() > 1 || !cells.getFirst().text().isBlank()) {
                    return Optional.of(cells);
                }
            }
        }
    }

    private List<Cell> cells() throws IOException {
        List<Cell> cells = new ArrayList<>();
        while (true) {
            Place at = new Place(file, line, column + 1);
            String text = cell(at);
            cells.add(new Cell(text, at));
            if (cells.size() > MOST_CELLS) {
                throw new BadFile(at, "more than " + MOST_CELLS + " columns");
            }
            int c = read();
            if (c != separator) {
                return cells;
            }
        }
    }

    private String cell(Place at) throws IOException {
        int c = read();
        if (c == '"') {
            return quoted(at);
        }
        StringBuilder text = new StringBuilder();
        while (c >= 0 && c != separator && c != '\n') {
            text.append((char) c);
            bounded(text, at);
            c = read();
        }
        push(c);
        return text.toString().strip();
    }

    private String quoted(Place at) throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            int c = read();
            if (c < 0) {
                throw new BadFile(at, "the quote that begins here is not closed");
            }
            if (c == '"') {
                int after = read();
                if (after != '"') {
                    while (after == ' ') {
                        after = read();
                    }
                    if (after >= 0 && after != separator && after != '\n') {
                        throw new BadFile(
                                new Place(file, line, column),
                                "expected a separator after the closing quote");
                    }
                    push(after);
                    return text.toString();
                }
            }
            text.append((char) c);
            bounded(text, at);
        }
    }

    private static void bounded(StringBuilder text, Place at) {
        if (text.length() > MOST_CELL) {
            throw new BadFile(at, "more than " + MOST_CELL + " characters in a cell");
        }
    }

    /** CRLF and a CR alone are a line feed here. */
    private int read() throws IOException {
        int c = pushed;
        pushed = NONE;
        if (c == NONE) {
            try {
                c = in.read();
                if (c == '\r') {
                    in.mark(1);
                    if (in.read() != '\n') {
                        in.reset();
                    }
                    c = '\n';
                }
            } catch (CharacterCodingException e) {
                throw new BadFile(new Place(file, line, column + 1), "is not UTF-8");
            }
        }
        if (c == '\n') {
            line++;
            column = 0;
        } else if (c >= 0) {
            column++;
        }
        return c;
    }

    private void push(int c) {
        pushed = c;
        if (c == '\n') {
            line--;
        } else if (c >= 0) {
            column--;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
