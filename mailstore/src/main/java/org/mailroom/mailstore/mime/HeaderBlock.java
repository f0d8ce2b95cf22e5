package org.mailroom.mailstore.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The header fields of one header block, as bytes, in order. Lines that are no field (an mbox "From
 * " line, rubbish) belong to no field and are passed over. RFC 5322 §2.2.
 */
public final class HeaderBlock {
    private final byte[] block;

    /** Start of the name, of the value, and end with the line end: three a field. */
    private final int[] spans;

    private final List<Field> fields;

    private HeaderBlock(byte[] block, int[] spans, List<Field> fields) {
        this.block = block;
        this.spans = spans;
        this.fields = fields;
    }

    /** A field; value is unfolded, one char an octet. */
    public record Field(String name, String value) {
        public boolean is(String name) {
            return this.name.equalsIgnoreCase(name);
        }

        /** The value as people read it: encoded words and 8-bit text decoded. */
        public String decoded() {
            return HeaderText.decode(value);
        }
    }

    /** Reads up to the first blank line or the end. */
    public static HeaderBlock of(byte[] block) {
        int[] spans = new int[3 * 32];
        List<Field> fields = new ArrayList<>(32);
        int at = 0;
        while (at < block.length && !isBlankLine(block, at)) {
            int end = endOfField(block, at, block.length);
            int colon = colon(block, at, end);
            if (colon > 0) {
                int n = fields.size() * 3;
                if (n == spans.length) spans = Arrays.copyOf(spans, n * 2);
                spans[n] = at;
                spans[n + 1] = colon + 1;
                spans[n + 2] = end;
                fields.add(new Field(name(block, at, colon), unfold(block, colon + 1, end)));
            }
            at = end;
        }
        return new HeaderBlock(block, spans, List.copyOf(fields));
    }

    public List<Field> fields() {
        return fields;
    }

    /** The first field of this name, in any case. */
    public Optional<Field> first(String name) {
        for (Field field : fields) {
            if (field.is(name)) return Optional.of(field);
        }
        return Optional.empty();
    }

    public List<Field> all(String name) {
        return fields.stream().filter(field -> field.is(name)).toList();
    }

    /** HEADER.FIELDS (or .NOT): the raw fields, in order, and the blank line. RFC 9051 §6.4.5.1. */
    public byte[] select(Collection<String> names, boolean not) {
        Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        wanted.addAll(names);
        WireBuffer out = new WireBuffer(not ? block.length + 2 : 512);
        for (int i = 0; i < fields.size(); i++) {
            if (wanted.contains(fields.get(i).name) != not) appendRaw(out, i);
        }
        return out.append("\r\n").toBytes();
    }

    /** How many servers this message says it has passed. RFC 5321 §6.3. */
    public int hops() {
        int hops = 0;
        for (Field field : fields) {
            if (field.is("Received")) hops++;
        }
        return hops;
    }

    int rawLength(int field) {
        return spans[3 * field + 2] - spans[3 * field];
    }

    void appendRaw(WireBuffer out, int field) {
        int start = spans[3 * field];
        int end = spans[3 * field + 2];
        out.append(block, start, end - start);
        if (block[end - 1] != '\n') out.append("\r\n"); // the header ends without a line end
    }

    private static boolean isBlankLine(byte[] block, int at) {
        return block[at] == '\n'
                || (block[at] == '\r' && at + 1 < block.length && block[at + 1] == '\n');
    }

    static int endOfField(byte[] block, int start, int limit) {
        int at = start;
        while (at < limit) {
            if (block[at++] == '\n' && (at == limit || (block[at] != ' ' && block[at] != '\t'))) {
                return at;
            }
        }
        return at;
    }

    /** The colon after the name; -1 when the line does not begin with one. */
    private static int colon(byte[] block, int start, int end) {
        int at = start;
        while (at < end && block[at] > ' ' && block[at] != ':' && block[at] != 0x7F) at++;
        if (at == start) return -1;
        while (at < end && (block[at] == ' ' || block[at] == '\t')) at++; // RFC 5322 §4.5
        return at < end && block[at] == ':' ? at : -1;
    }

    private static String name(byte[] block, int start, int colon) {
        int end = colon;
        while (block[end - 1] == ' ' || block[end - 1] == '\t') end--;
        return new String(block, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Takes the line ends out and the white space off both ends. RFC 5322 §2.2.3. */
    private static String unfold(byte[] block, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && isSpace(block[from])) from++;
        while (to > from && isSpace(block[to - 1])) to--;
        byte[] value = Arrays.copyOfRange(block, from, to);
        int length = 0;
        for (int i = 0; i < value.length; i++) {
            boolean crLf = value[i] == '\r' && i + 1 < value.length && value[i + 1] == '\n';
            if (!crLf && value[i] != '\n') value[length++] = value[i];
        }
        return new String(value, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
