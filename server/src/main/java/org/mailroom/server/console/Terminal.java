package org.mailroom.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;

/** What a command sees of whoever started it. */
public interface Terminal {

    PrintWriter out();

    PrintWriter err();

    /** Whether somebody watches, for whom a progress line may be drawn again and again. */
    boolean interactive();

    /** Relative paths among the arguments start here. */
    Path directory();

    /** Asks for a secret without showing it. */
    String password(String prompt) throws IOException;

    default Path resolve(Path path) {
        return directory().resolve(path).normalize();
    }

    /** The first line of {@code in}, at most 1,024 bytes of it. */
    static String firstLine(InputStream in) throws IOException {
        byte[] line = new byte[1024];
        int n = 0;
        int b = in.read();
        while (b >= 0 && b != '\n' && n < line.length) {
            line[n++] = (byte) b;
            b = in.read();
        }
        if (b < 0 && n == 0) {
            throw new IOException("no password on standard input");
        }
        int end = n > 0 && line[n - 1] == '\r' ? n - 1 : n;
        return new String(line, 0, end, java.nio.charset.StandardCharsets.UTF_8);
    }
}
