package org.mailroom.server.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Counts of line ends in one message. A file with LF line ends holds a message whose line ends are
 * CRLF; a file in which most are CRLF already is taken as it is. The other way round only a message
 * whose every line ends in CRLF is written with LF, so that no byte is lost.
 */
final class LineEnds {
    private static final int BUFFER = 1 << 16;

    private long crlf;
    private long bareLf;
    private long bareCr;
    private int last;

    /** Reads the stream to its end and closes it. */
    static LineEnds of(InputStream in) throws IOException {
        LineEnds counts = new LineEnds();
        byte[] buffer = new byte[BUFFER];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                counts.add(buffer, n);
            }
        }
        if (counts.last == '\r') {
            counts.bareCr++;
        }
        return counts;
    }

    private void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            int b = bytes[i];
            if (b == '\n') {
                if (last == '\r') {
                    crlf++;
                } else {
                    bareLf++;
                }
            } else if (last == '\r') {
                bareCr++;
            }
            last = b;
        }
    }

    /** Whether a file's LF stand for CRLF. */
    boolean importAsCrlf() {
        return bareLf > crlf;
    }

    /** Whether a message can be written with LF and read back as it was. */
    boolean exportAsLf() {
        return bareLf == 0 && bareCr == 0 && crlf > 0;
    }

    /** Turns every LF that no CR precedes into CRLF. */
    static OutputStream toCrlf(OutputStream out) {
        return new OutputStream() {
            private int previous;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int from = offset;
                for (int i = offset; i < offset + length; i++) {
                    if (bytes[i] == '\n' && previous != '\r') {
                        out.write(bytes, from, i - from);
                        out.write('\r');
                        from = i;
                    }
                    previous = bytes[i];
                }
                out.write(bytes, from, offset + length - from);
            }
        };
    }

    /** Turns every CRLF into LF; to be used only where {@link #exportAsLf()}. */
    static OutputStream toLf(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (b != '\r') {
                    out.write(b);
                }
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                int from = offset;
                for (int i = offset; i < offset + length; i++) {
                    if (bytes[i] == '\r') {
                        out.write(bytes, from, i - from);
                        from = i + 1;
                    }
                }
                out.write(bytes, from, offset + length - from);
            }
        };
    }
}
