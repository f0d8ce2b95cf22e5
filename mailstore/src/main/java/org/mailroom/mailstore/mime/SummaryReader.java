package org.mailroom.mailstore.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads what {@link SummaryWriter} wrote. */
final class SummaryReader {
    private final byte[] bytes;
    private int position;

    SummaryReader(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    int position() {
        return position;
    }

    long number() {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[position++];
            number |= (next & 0x7FL) << shift;
            if (next >= 0) return number;
        }
        throw new IllegalArgumentException("summary number");
    }

    Range block() {
        int length = Math.toIntExact(number());
        if (length < 0 || length > bytes.length - position) {
            throw new IllegalArgumentException("summary block " + length);
        }
        Range block = new Range(position, length);
        position += length;
        return block;
    }

    Part part() {
        Part.Kind kind = Part.Kind.of(number());
        long headerStart = number();
        long bodyStart = headerStart + number();
        long bodyEnd = bodyStart + number();
        Part.Extent extent = new Part.Extent(headerStart, bodyStart, bodyEnd, number());
        Part.Content content = new Part.Content(text(), text(), text(), text(), text(), text());
        int count = (int) number();
        List<Part> children = new ArrayList<>(count);
        for (int i = 0; i < count; i++) children.add(part());
        return new Part(kind, content, extent, children);
    }

    private String text() {
        return text(bytes, block());
    }

    static String text(byte[] bytes, Range range) {
        return new String(
                bytes, (int) range.offset(), (int) range.length(), StandardCharsets.UTF_8);
    }

    static byte[] bytes(byte[] bytes, Range range) {
        return Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end());
    }
}
