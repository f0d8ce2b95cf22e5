package org.mailroom.mailstore.mime;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a text part as Unicode. What has no charset we know, or claims to be ASCII and is not, is
 * read as UTF-8 and, where that fails, as Windows-1252.
 */
final class TextReader extends Reader {
    private final InputStream octets;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer in;
    private final CharBuffer out;
    private boolean atEnd;

    private TextReader(InputStream octets, int buffer) {
        this.octets = octets;
        this.in = ByteBuffer.allocate(buffer).flip();
        this.out = CharBuffer.allocate(buffer).flip();
    }

    static Reader open(String encoding, String charset, InputStream body)
            throws TransferDecoder.UnknownTransferEncoding {
        return open(encoding, charset, body, 8192);
    }

    static Reader open(String encoding, String charset, InputStream body, int buffer)
            throws TransferDecoder.UnknownTransferEncoding {
        InputStream octets = TransferDecoder.decode(encoding, body);
        Charset known = charset.isEmpty() ? null : Charsets.lookup(charset);
        if (known == null
                || known.equals(StandardCharsets.US_ASCII)
                || known.equals(StandardCharsets.UTF_8)) {
            return new TextReader(octets, buffer);
        }
        return new InputStreamReader(octets, known);
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
        while (!out.hasRemaining()) {
            if (atEnd) return -1;
            fill();
        }
        int n = Math.min(length, out.remaining());
        out.get(chars, offset, n);
        return n;
    }

    private void fill() throws IOException {
        in.compact();
        int n = octets.read(in.array(), in.position(), in.remaining());
        atEnd = n < 0;
        if (n > 0) in.position(in.position() + n);
        in.flip();
        HeaderText.guess(utf8, in, out.clear(), atEnd);
        out.flip();
    }

    @Override
    public void close() throws IOException {
        octets.close();
    }
}
