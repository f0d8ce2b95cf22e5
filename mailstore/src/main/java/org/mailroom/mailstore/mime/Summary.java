package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is told of a message without opening it: made once by {@link MessageScanner}, kept beside
 * the message, copied onto the wire by FETCH. Decoding is lazy; a Summary may be shared by threads.
 *
 * <p>Encoded: version, flags, size, date; then blocks, each after its length: ENVELOPE,
 * BODYSTRUCTURE, where BODYSTRUCTURE has extension data, the table of parts, the header fields
 * kept, the preview. Numbers are seven bits an octet, lowest first.
 */
public final class Summary {
    static final int VERSION = 1;
    static final int COMPLETE = 1;
    static final int TRUNCATED = 2;
    static final int ATTACHMENT = 4;

    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>]{1,900}>");

    private final byte[] encoded;
    private final long flags;
    private final long size;
    private final @Nullable OffsetDateTime sent;
    private final Range envelope;
    private final Range structure;
    private final Range extensions;
    private final Range parts;
    private final Range fields;
    private final Range preview;

    /** Read when first asked for; immutable, so that a race only reads them twice. */
    private @Nullable Part root;

    private @Nullable HeaderBlock header;

    private Summary(byte[] encoded) {
        this.encoded = encoded;
        SummaryReader in = new SummaryReader(encoded, 0);
        long version = in.number();
        if (version != VERSION) throw new IllegalArgumentException("summary version " + version);
        flags = in.number();
        size = in.number();
        sent = readSent(in);
        envelope = in.block();
        structure = in.block();
        extensions = in.block();
        parts = in.block();
        fields = in.block();
        preview = in.block();
    }

    /** Of what {@link #encode} gave; the array is not copied and must not change. */
    public static Summary decode(byte[] encoded) {
        return new Summary(encoded);
    }

    /** The encoded form; not a copy. */
    public byte[] encode() {
        return encoded;
    }

    /** RFC822.SIZE. */
    public long size() {
        return size;
    }

    /** The parenthesised list after ENVELOPE, ready for the wire. RFC 9051 §7.5.2. */
    public void writeEnvelope(OutputStream out) throws IOException {
        out.write(encoded, (int) envelope.offset(), (int) envelope.length());
    }

    /** The list after BODYSTRUCTURE, ready for the wire. */
    public void writeBodyStructure(OutputStream out) throws IOException {
        out.write(encoded, (int) structure.offset(), (int) structure.length());
    }

    /** The list after BODY: the structure without its extension data. */
    public void writeBody(OutputStream out) throws IOException {
        SummaryReader spans = new SummaryReader(encoded, (int) extensions.offset());
        int at = (int) structure.offset();
        while (spans.position() < extensions.end()) {
            int keep = (int) spans.number();
            out.write(encoded, at, keep);
            at += keep + (int) spans.number();
        }
        out.write(encoded, at, (int) structure.end() - at);
    }

    /** The root of the structure. */
    public Part structure() {
        Part known = root;
        if (known == null) {
            known = new SummaryReader(encoded, (int) parts.offset()).part();
            root = known;
        }
        return known;
    }

    /** The octets a section names; empty: NIL. */
    public Optional<Range> range(Section section) {
        return section.in(structure());
    }

    /** The part that numbers name; empty: there is none. */
    public Optional<Part> part(List<Integer> path) {
        return Section.part(structure(), path);
    }

    /**
     * The answer to HEADER.FIELDS of the message itself, when these fields are kept here; empty:
     * read the header block from the message.
     */
    public Optional<byte[]> headerFields(FieldNames names) {
        if ((flags & COMPLETE) == 0 || !names.kept()) return Optional.empty();
        return Optional.of(names.select(encoded, fields));
    }

    /** All fields of one name, when they are kept here; empty: read the header block. */
    Optional<List<HeaderBlock.Field>> keptFields(String name) {
        if ((flags & COMPLETE) == 0 || !SummaryWriter.isKept(name)) return Optional.empty();
        return Optional.of(keptHeader().all(name));
    }

    /** The first words of the text. RFC 8970; at most 200 characters. */
    public String preview() {
        return SummaryReader.text(encoded, preview);
    }

    /** The Date field, in the zone of the sender. */
    public Optional<OffsetDateTime> sent() {
        return Optional.ofNullable(sent);
    }

    /** The subject as people read it; empty when there is none. */
    public String subject() {
        return keptHeader().first("Subject").map(HeaderBlock.Field::decoded).orElse("");
    }

    /** The subject without "Re:" and the like, for threads. RFC 5256 §2.1. */
    public BaseSubject baseSubject() {
        return BaseSubject.of(subject());
    }

    /**
     * Of this and the other address lists: when the header is longer than what is kept here, only
     * the beginning; ENVELOPE has them all.
     */
    public List<Address> from() {
        return addresses("From");
    }

    public List<Address> to() {
        return addresses("To");
    }

    public List<Address> cc() {
        return addresses("Cc");
    }

    public List<Address> bcc() {
        return addresses("Bcc");
    }

    public List<Address> sender() {
        return addresses("Sender");
    }

    public List<Address> replyTo() {
        return addresses("Reply-To");
    }

    /** With its angle brackets. */
    public Optional<String> messageId() {
        return messageIds("Message-ID").stream().findFirst();
    }

    public List<String> inReplyTo() {
        return messageIds("In-Reply-To");
    }

    /** Oldest first, each with its angle brackets. */
    public List<String> references() {
        return messageIds("References");
    }

    /** Whether a person would say that something is attached. */
    public boolean hasAttachment() {
        return (flags & ATTACHMENT) != 0;
    }

    /** The parts a person would call attachments. */
    public List<Part> attachments() {
        return attachments(structure());
    }

    /** Parts, nesting or header went past a limit: the structure does not show everything. */
    public boolean truncated() {
        return (flags & TRUNCATED) != 0;
    }

    static List<Part> attachments(Part root) {
        List<Part> found = new ArrayList<>(0);
        collectAttachments(root, found);
        return found;
    }

    /** A message that is attached is one attachment, whatever is in it. */
    private static void collectAttachments(Part part, List<Part> found) {
        if (part.isAttachment()) {
            found.add(part);
        } else {
            for (Part child : part.children()) collectAttachments(child, found);
        }
    }

    private HeaderBlock keptHeader() {
        HeaderBlock known = header;
        if (known == null) {
            known = HeaderBlock.of(SummaryReader.bytes(encoded, fields));
            header = known;
        }
        return known;
    }

    private List<Address> addresses(String name) {
        List<Address> addresses = new ArrayList<>(1);
        for (HeaderBlock.Field field : keptHeader().all(name)) {
            addresses.addAll(Address.parse(field));
        }
        return addresses;
    }

    private List<String> messageIds(String name) {
        List<String> ids = new ArrayList<>(1);
        for (HeaderBlock.Field field : keptHeader().all(name)) {
            Matcher matcher = MESSAGE_ID.matcher(field.value());
            while (matcher.find()) ids.add(matcher.group().replaceAll("[ \t]", ""));
        }
        return ids;
    }

    private static @Nullable OffsetDateTime readSent(SummaryReader in) {
        long zigzag = in.number() - 1;
        if (zigzag < 0) return null;
        int minutes = (int) in.number() - 18 * 60;
        long seconds = (zigzag >>> 1) ^ -(zigzag & 1);
        return Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.ofTotalSeconds(minutes * 60));
    }
}
