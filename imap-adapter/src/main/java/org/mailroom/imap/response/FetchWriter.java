package org.mailroom.imap.response;

import org.mailroom.imap.command.FetchItem;
import org.mailroom.imap.command.Section;
import org.mailroom.transport.net.Output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Answers to FETCH, one message after another: {@link #begin}, items in any order, {@link #end}.
 * For the serving thread only. RFC 9051 §7.5.2.
 */
public final class FetchWriter {
    private static final byte[] UNTAGGED = ascii("* ");
    private static final byte[] FETCH = ascii(" FETCH (");
    private static final byte[] UID = ascii("UID ");
    private static final byte[] FLAGS = ascii("FLAGS ");
    private static final byte[] MODSEQ = ascii("MODSEQ (");
    private static final byte[] SIZE = ascii("RFC822.SIZE ");
    private static final byte[] INTERNALDATE = ascii("INTERNALDATE ");
    private static final byte[] END = ascii(")\r\n");

    private final ResponseWriter writer;
    private final Output out;
    private final byte[] date = new byte[WireDate.LENGTH];

    /** A command asks for the same items, the very objects, of every message. */
    private final IdentityHashMap<FetchItem, byte[]> names = new IdentityHashMap<>();

    private boolean first = true;

    public FetchWriter(ResponseWriter writer) {
        this.writer = writer;
        this.out = writer.output();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public void begin(long sequenceNumber) throws IOException {
        out.write(UNTAGGED).number(sequenceNumber).write(FETCH);
        first = true;
    }

    public void end() throws IOException {
        out.write(END);
    }

    private Output item(byte[] name) throws IOException {
        if (!first) {
            out.write(' ');
        }
        first = false;
        return out.write(name);
    }

    public void uid(long uid) throws IOException {
        item(UID).number(uid);
    }

    /** What {@link FlagText} made. */
    public void flags(byte[] list) throws IOException {
        item(FLAGS).write(list);
    }

    /** RFC 7162 §3.1.5. */
    public void modSeq(long modSeq) throws IOException {
        item(MODSEQ).number(modSeq).write(')');
    }

    public void size(long octets) throws IOException {
        item(SIZE).number(octets);
    }

    public void internalDate(long epochSecond) throws IOException {
        WireDate.write(epochSecond, date);
        item(INTERNALDATE).write(date);
    }

    /** RFC 8514 §3. */
    public void saveDate(OptionalLong epochSecond) throws IOException {
        item(ascii("SAVEDATE "));
        if (epochSecond.isEmpty()) {
            out.ascii("NIL");
            return;
        }
        WireDate.write(epochSecond.getAsLong(), date);
        out.write(date);
    }

    /** RFC 8474 §5.1. */
    public void emailId(String id) throws IOException {
        item(ascii("EMAILID (")).ascii(id).write(')');
    }

    /** RFC 8474 §5.2. */
    public void threadId(Optional<String> id) throws IOException {
        item(ascii("THREADID "));
        if (id.isPresent()) {
            out.write('(').ascii(id.get()).write(')');
        } else {
            out.ascii("NIL");
        }
    }

    /** RFC 8970 §3. */
    public void preview(Optional<String> text) throws IOException {
        item(ascii("PREVIEW "));
        if (text.isPresent()) {
            writer.string(text.get());
        } else {
            out.ascii("NIL");
        }
    }

    /** Writes a value that is ready for the wire. */
    public interface Value {
        void write(OutputStream out) throws IOException;
    }

    /** ENVELOPE, BODY or BODYSTRUCTURE, from the summary. */
    public void ready(FetchItem.Attribute name, Value value) throws IOException {
        named(name).write(' ');
        value.write(out.stream());
    }

    /** BINARY.SIZE. */
    public void binarySize(FetchItem.BinarySize item, long octets) throws IOException {
        named(item).write(' ').number(octets);
    }

    /** An item whose bytes are not there: NIL. */
    public void nil(FetchItem item) throws IOException {
        named(item).ascii(" NIL");
    }

    /** An empty string, which needs no literal. */
    public void empty(FetchItem item) throws IOException {
        named(item).ascii(" \"\"");
    }

    /** Announces a literal; the caller then writes exactly so many bytes to the output. */
    public void literal(FetchItem item, long octets) throws IOException {
        named(item).ascii(" {").number(octets).ascii("}\r\n");
    }

    /** Announces a literal8, which may hold NUL. RFC 3516 §4.2. */
    public void literal8(FetchItem item, long octets) throws IOException {
        named(item).ascii(" ~{").number(octets).ascii("}\r\n");
    }

    private Output named(FetchItem item) throws IOException {
        return item(names.computeIfAbsent(item, i -> ascii(name(i))));
    }

    /** How the answer names an item: without PEEK, and with the offset of a partial. */
    static String name(FetchItem item) {
        return switch (item) {
            case FetchItem.Attribute attribute -> attribute.wire();
            case FetchItem.Rfc822 rfc822 -> rfc822.wire();
            case FetchItem.Preview ignored -> "PREVIEW";
            case FetchItem.BodySection body ->
                    "BODY[" + section(body.section()) + "]" + offset(body.partial());
            case FetchItem.BinarySection binary ->
                    "BINARY[" + part(binary.part()) + "]" + offset(binary.partial());
            case FetchItem.BinarySize size -> "BINARY.SIZE[" + part(size.part()) + "]";
        };
    }

    private static String offset(Optional<FetchItem.Partial> partial) {
        return partial.map(p -> "<" + p.offset() + ">").orElse("");
    }

    private static String part(List<Integer> part) {
        return part.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    private static String section(Section section) {
        String text = section.text().wire();
        String part = part(section.part());
        String name = part.isEmpty() || text.isEmpty() ? part + text : part + "." + text;
        if (section.fields().isEmpty()) {
            return name;
        }
        return name
                + section.fields().stream()
                        .map(FetchWriter::fieldName)
                        .collect(Collectors.joining(" ", " (", ")"));
    }

    /** Field names are printable ASCII: the parser saw to it. */
    private static String fieldName(String name) {
        boolean atom = name.chars().noneMatch(c -> "(){%*\"\\[]".indexOf(c) >= 0);
        return atom ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
