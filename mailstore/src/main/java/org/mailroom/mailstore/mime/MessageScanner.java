package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Watches a message stream past and notes its structure. Feed every byte, in chunks of any size,
 * then {@link #summary()}. Takes any input; keeps headers (bounded), never bodies.
 *
 * <p>It looks at line starts only: in a header for the blank line that ends it, everywhere for a
 * delimiter of one of the multiparts that are open. Both CRLF and LF end lines; the line end before
 * a delimiter belongs to the delimiter. RFC 2046 §5.1.1; docs/adr/0003-mime-offsets.md.
 */
public final class MessageScanner extends OutputStream {
    /** What one message may cost, whatever it looks like; past a limit the rest is one leaf. */
    static final int MAX_PARTS = 1000;

    static final int MAX_DEPTH = 50;
    static final int MAX_HEADER = 256 * 1024;
    static final int MAX_HEADERS = 1024 * 1024;

    /** RFC 2046 allows 70; longer ones are seen, but a line must fit in the buffer. */
    static final int MAX_BOUNDARY = 900;

    private static final int MAX_DELIMITER = 1024;
    private static final int PLAIN_SAMPLE = 2 * 1024;
    private static final int HTML_SAMPLE = 16 * 1024;

    private final PartNode root = new PartNode(null, 0);
    private PartNode current = root;
    private boolean inHeader = true;
    private int parts = 1;
    private int openMultiparts;
    private boolean truncated;

    private final WireBuffer header = new WireBuffer(2048);
    private int headersKept;
    private @Nullable HeaderBlock rootHeader;
    private @Nullable PartNode plainText;
    private @Nullable PartNode htmlText;

    private long position;
    private long lineStart;
    private long lineEnds;

    /** Octets of the line end before the current line. */
    private int lineEndBefore;

    private byte last;

    /** How much of the header or the sample had been kept when this line began. */
    private int keptAtLine;

    /** The line at hand, as long as it can still be a delimiter. */
    private byte[] delimiter = {};

    private int delimiterLength;
    private boolean mayBeDelimiter;
    private @Nullable Summary summary;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (summary != null) throw new IllegalStateException("the message has ended");
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (lineStart == position) startLine(bytes[at]);
            int lf = indexOfLf(bytes, at, end);
            int stop = lf < 0 ? end : lf + 1;
            if (inHeader) {
                keepHeader(bytes, at, stop - at);
            } else if (current.sample != null) {
                keepSample(bytes, at, stop - at);
            }
            if (mayBeDelimiter) keepDelimiter(bytes, at, stop - at);
            position += stop - at;
            if (lf >= 0) {
                boolean crLf = (lf > at ? bytes[lf - 1] : last) == '\r' && position - lineStart > 1;
                endLine(crLf ? 2 : 1);
            }
            last = bytes[stop - 1];
            at = stop;
        }
    }

    /** Octets seen so far. */
    public long size() {
        return position;
    }

    /** Whether the message's own header block has ended. */
    public boolean headerSeen() {
        return rootHeader != null;
    }

    /** The message's own header block, as far as it was seen and kept. */
    public HeaderBlock header() {
        return rootHeader != null ? rootHeader : HeaderBlock.of(header.toBytes());
    }

    /** Ends the message. */
    public Summary summary() {
        if (summary == null) {
            if (lineStart < position) endLastLine();
            while (inHeader) endHeader(); // twice where a message begins at the very end
            closeFrom(current, null, position, lineEnds);
            summary =
                    SummaryWriter.write(
                            root, header(), new Preview(plainText, htmlText).text(), truncated);
        }
        return summary;
    }

    /** Scans a message in memory. */
    public static Summary scan(byte[] message) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(message, 0, message.length);
        return scanner.summary();
    }

    private static int indexOfLf(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') return i;
        }
        return -1;
    }

    private void startLine(byte first) {
        mayBeDelimiter = openMultiparts > 0 && first == '-';
        delimiterLength = 0;
        if (mayBeDelimiter && delimiter.length == 0) delimiter = new byte[MAX_DELIMITER];
        keptAtLine = inHeader ? header.length() : sampled();
    }

    private int sampled() {
        return current.sample == null ? 0 : current.sample.length();
    }

    private void keepDelimiter(byte[] bytes, int from, int count) {
        if (delimiterLength + count > MAX_DELIMITER) {
            mayBeDelimiter = false;
            return;
        }
        System.arraycopy(bytes, from, delimiter, delimiterLength, count);
        delimiterLength += count;
        if (delimiterLength > 1 && delimiter[1] != '-') mayBeDelimiter = false;
    }

    private void keepHeader(byte[] bytes, int from, int count) {
        int room = Math.min(MAX_HEADER, MAX_HEADERS - headersKept) - header.length();
        header.append(bytes, from, Math.min(count, room));
        truncated |= count > room;
    }

    private void keepSample(byte[] bytes, int from, int count) {
        WireBuffer sample = Objects.requireNonNull(current.sample);
        sample.append(bytes, from, Math.min(count, current.sampleLimit - sample.length()));
    }

    /** The line that began at lineStart has ended before position. */
    private void endLine(int lineEnd) {
        if (mayBeDelimiter && tryDelimiter(delimiterLength - lineEnd)) {
            lineEnds++;
        } else {
            lineEnds++;
            if (inHeader && position - lineStart == lineEnd) endHeader();
        }
        lineStart = position;
        lineEndBefore = lineEnd;
    }

    /** The last line has no line end. */
    private void endLastLine() {
        if (mayBeDelimiter) tryDelimiter(delimiterLength);
        lineStart = position;
    }

    private boolean tryDelimiter(int length) {
        for (PartNode node = current; node != null; node = node.parent) {
            byte[] boundary = node.boundary;
            if (boundary == null || !startsWithBoundary(boundary, length)) continue;
            int after = 2 + boundary.length;
            boolean closing =
                    length >= after + 2 && delimiter[after] == '-' && delimiter[after + 1] == '-';
            if (!isPadding(closing ? after + 2 : after, length)) continue;
            delimit(node, closing);
            return true;
        }
        return false;
    }

    private boolean startsWithBoundary(byte[] boundary, int length) {
        if (length < 2 + boundary.length) return false;
        for (int i = 0; i < boundary.length; i++) {
            if (delimiter[i + 2] != boundary[i]) return false;
        }
        return true;
    }

    private boolean isPadding(int from, int to) {
        for (int i = from; i < to; i++) {
            if (delimiter[i] != ' ' && delimiter[i] != '\t' && delimiter[i] != '\r') return false;
        }
        return true;
    }

    /** A delimiter of multipart has been read: what is open inside it ends before the line. */
    private void delimit(PartNode multipart, boolean closing) {
        if (inHeader) {
            header.truncate(keptAtLine);
            endPartHeader();
        } else if (current.sample != null) {
            current.sample.truncate(keptAtLine);
        }
        if (current != multipart) {
            long end = Math.max(lineStart - lineEndBefore, current.openedAt());
            closeFrom(current, multipart, end, lineEnds - (end < lineStart ? 1 : 0));
        }
        current = multipart;
        inHeader = false;
        if (closing) {
            multipart.boundary = null;
            openMultiparts--;
        } else {
            open(multipart, position);
        }
    }

    private void open(PartNode parent, long start) {
        current = new PartNode(parent, start);
        inHeader = true;
        if (++parts >= MAX_PARTS) {
            truncated = true;
            openMultiparts = 0; // no delimiter counts any more
        }
    }

    /** Closes node and what it is in, up to but not with the given ancestor. */
    private void closeFrom(
            @Nullable PartNode node, @Nullable PartNode ancestor, long end, long ends) {
        for (PartNode open = node; open != null && open != ancestor; open = open.parent) {
            if (open.boundary != null) {
                open.boundary = null;
                openMultiparts = Math.max(0, openMultiparts - 1);
            }
            open.close(end, ends);
        }
    }

    private void endHeader() {
        PartNode part = current;
        inHeader = false;
        part.bodyStart = position;
        part.lines = lineEnds;
        endPartHeader();
        if (part.kind == Part.Kind.MESSAGE) open(part, position);
    }

    /** Reads the header block that has been kept for the current part. */
    private void endPartHeader() {
        PartNode part = current;
        HeaderBlock block = HeaderBlock.of(header.toBytes());
        if (part == root) {
            rootHeader = block;
        }
        headersKept += header.length();
        header.truncate(0);
        PartNode parent = part.parent;
        boolean inDigest =
                parent != null
                        && parent.kind == Part.Kind.MULTIPART
                        && parent.mime.subtype().equals("digest");
        part.mime = MimeHeader.of(block, inDigest);
        if (part.startsMessage()) part.envelope = EnvelopeWriter.render(block);
        classify(part);
    }

    private void classify(PartNode part) {
        MimeHeader mime = part.mime;
        String boundary = mime.boundary();
        boolean isMultipart = mime.type().equals("multipart");
        boolean isMessage =
                mime.type().equals("message")
                        && (mime.subtype().equals("rfc822") || mime.subtype().equals("global"));
        boolean noMore = part.depth >= MAX_DEPTH || parts >= MAX_PARTS;
        if (isMultipart && boundary != null && !boundary.isBlank() && !noMore) {
            part.kind = Part.Kind.MULTIPART;
            String trimmed = boundary.stripTrailing();
            if (trimmed.length() <= MAX_BOUNDARY && part.bodyStart >= 0) {
                part.boundary = trimmed.getBytes(StandardCharsets.ISO_8859_1);
                openMultiparts++;
            }
        } else if (isMessage && mime.isIdentityEncoded() && !noMore && part.bodyStart >= 0) {
            part.kind = Part.Kind.MESSAGE;
        } else if (isMultipart && !noMore) {
            part.mime = MimeHeader.of(HeaderBlock.of(new byte[0]), false); // RFC 2045 §5.2
        } else if (isMultipart || isMessage) {
            truncated |= noMore;
            part.mime = mime.opaque();
        }
        if (part.kind == Part.Kind.LEAF && part.mime.type().equals("text")) sample(part);
    }

    /** The first plain and the first HTML text of the message itself may give the preview. */
    private void sample(PartNode part) {
        ParameterizedValue disposition = part.mime.disposition();
        if (disposition != null && disposition.value().equals("attachment")) return;
        for (PartNode node = part.parent; node != null; node = node.parent) {
            if (node.kind == Part.Kind.MESSAGE) return;
        }
        boolean html = part.mime.subtype().equals("html");
        if (html ? htmlText != null : plainText != null) return;
        part.sample = new WireBuffer(html ? 2048 : 512);
        part.sampleLimit = html ? HTML_SAMPLE : PLAIN_SAMPLE;
        if (html) {
            htmlText = part;
        } else {
            plainText = part;
        }
    }
}
