package org.mailroom.server.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/**
 * One line on the console socket: a word, a space, text in which backslash, CR and LF are escaped.
 * Client: {@code dir}, {@code tty}, {@code arg}…, {@code run}; then {@code answer} to each {@code
 * ask}. Server: {@code out}, {@code err}, {@code ask}, at last {@code exit}.
 */
record Frame(String word, String text) {
    /** Longer lines end the connection. */
    private static final int MAX = 1 << 20;

    void write(Writer to) throws IOException {
        String escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        to.write(word + " " + escaped + "\n");
        to.flush();
    }

    static Optional<Frame> read(BufferedReader from) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = from.read();
        while (c >= 0 && c != '\n') {
            if (line.length() >= MAX) {
                throw new IOException("console line too long");
            }
            line.append((char) c);
            c = from.read();
        }
        if (c < 0) {
            return Optional.empty();
        }
        int space = line.indexOf(" ");
        if (space < 0) {
            throw new IOException("console line without a word");
        }
        return Optional.of(new Frame(line.substring(0, space), unescape(line, space + 1)));
    }

    private static String unescape(CharSequence line, int from) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i);
                c = c == 'n' ? '\n' : c == 'r' ? '\r' : c;
            }
            text.append(c);
        }
        return text.toString();
    }
}
