package org.mailroom.mailstore.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is told of a message without opening it: made once by {@link MessageScanner}, kept beside
 * the message, copied onto the wire by FETCH. Decoding is lazy; a Summary may be shared by threads.
 */
public final class Summary {
    private Summary() {}

    public static Summary decode(byte[] encoded) {
        throw new UnsupportedOperationException("" + encoded.length);
    }

    public byte[] encode() {
        throw new UnsupportedOperationException();
    }

    /** RFC822.SIZE. */
    public long size() {
        throw new UnsupportedOperationException();
    }

    /** The parenthesised list after ENVELOPE, ready for the wire. RFC 9051 §7.5.2. */
    public void writeEnvelope(OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The list after BODYSTRUCTURE, ready for the wire. */
    public void writeBodyStructure(OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The list after BODY: the structure without its extension data. */
    public void writeBody(OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The root of the structure. */
    public Part structure() {
        throw new UnsupportedOperationException();
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
    public Optional<byte[]> headerFields(Collection<String> names) {
        throw new UnsupportedOperationException("" + names);
    }

    /** The first words of the text. RFC 8970; at most 200 characters. */
    public String preview() {
        throw new UnsupportedOperationException();
    }

    /** The Date field, in the zone of the sender. */
    public Optional<OffsetDateTime> sent() {
        throw new UnsupportedOperationException();
    }

    /** The subject as people read it; empty when there is none. */
    public String subject() {
        throw new UnsupportedOperationException();
    }

    /** The subject without "Re:" and the like, for threads. RFC 5256 §2.1. */
    public BaseSubject baseSubject() {
        throw new UnsupportedOperationException();
    }

    public List<Address> from() {
        throw new UnsupportedOperationException();
    }

    public List<Address> to() {
        throw new UnsupportedOperationException();
    }

    public List<Address> cc() {
        throw new UnsupportedOperationException();
    }

    public List<Address> bcc() {
        throw new UnsupportedOperationException();
    }

    public List<Address> sender() {
        throw new UnsupportedOperationException();
    }

    public List<Address> replyTo() {
        throw new UnsupportedOperationException();
    }

    /** With its angle brackets. */
    public Optional<String> messageId() {
        throw new UnsupportedOperationException();
    }

    public List<String> inReplyTo() {
        throw new UnsupportedOperationException();
    }

    /** Oldest first, each with its angle brackets. */
    public List<String> references() {
        throw new UnsupportedOperationException();
    }

    /** Whether a person would say that something is attached. */
    public boolean hasAttachment() {
        throw new UnsupportedOperationException();
    }

    /** The parts a person would call attachments. */
    public List<Part> attachments() {
        throw new UnsupportedOperationException();
    }

    /** Parts, nesting or header went past a limit: the structure does not show everything. */
    public boolean truncated() {
        throw new UnsupportedOperationException();
    }
}
