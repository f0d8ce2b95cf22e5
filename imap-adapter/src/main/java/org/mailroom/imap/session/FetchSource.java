package org.mailroom.imap.session;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.command.FetchItem;
import org.mailroom.imap.command.FetchItem.BinarySection;
import org.mailroom.imap.command.FetchItem.Partial;
import org.mailroom.imap.command.Section;
import org.mailroom.mailstore.mail.AccountMail;
import org.mailroom.mailstore.mail.Content;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mime.FieldNames;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.mime.Part;
import org.mailroom.mailstore.mime.Range;
import org.mailroom.mailstore.mime.TransferDecoder;
import org.mailroom.mailstore.mime.TransferDecoder.UnknownTransferEncoding;
import org.mailroom.transport.net.Output;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One message of a FETCH: its summary, and its content, opened when first needed. */
final class FetchSource implements AutoCloseable {
    /** Of a longer header block, fields past this are not found. */
    private static final int MAX_HEADER = 1 << 20;

    private static final int SMALL = 64 * 1024;

    private final AccountMail mail;
    private final long emailId;
    private final @Nullable Email email;
    private final Function<Section, FieldNames> names;
    private @Nullable Content content;

    /**
     * @param names the names of the fields that a section asks for
     */
    FetchSource(
            AccountMail mail,
            long emailId,
            @Nullable Email email,
            Function<Section, FieldNames> names) {
        this.mail = mail;
        this.emailId = emailId;
        this.email = email;
        this.names = names;
    }

    Email email() {
        if (email == null) {
            throw new IllegalStateException("summary not read");
        }
        return email;
    }

    private Content content() {
        if (content == null) {
            content = mail.content(emailId);
        }
        return content;
    }

    /** BODY[…] and its older names. RFC 9051 §6.4.5.1. */
    FetchAnswer.Piece section(FetchItem item, Section section, @Nullable Partial partial)
            throws IOException {
        if (!section.fields().isEmpty()) {
            return fields(item, section, partial);
        }
        Optional<Range> range =
                section.equals(Section.WHOLE)
                        ? Optional.of(new Range(0, content().size()))
                        : email().summary().range(mimeSection(section));
        if (range.isEmpty()) {
            return nil(item);
        }
        Range wanted = cut(range.get(), partial);
        if (wanted.length() == 0) {
            return empty(item);
        }
        Bytes bytes = bytes(wanted);
        return (fetch, out) -> {
            fetch.literal(item, wanted.length());
            bytes.write(out);
        };
    }

    /** What follows the announcement of a literal. */
    private interface Bytes {
        void write(Output out) throws IOException;
    }

    /**
     * Most pieces are small: they are read before they are announced, so that one whose seal is
     * broken is refused like anything else. A large one streams, and if it is broken further in,
     * the connection is lost.
     */
    private Bytes bytes(Range wanted) throws IOException {
        Content source = content();
        if (wanted.length() > SMALL) {
            return out -> source.transferTo(out.stream(), wanted.offset(), wanted.length());
        }
        var octets = new ByteArrayOutputStream((int) wanted.length());
        source.transferTo(octets, wanted.offset(), wanted.length());
        return out -> octets.writeTo(out.stream());
    }

    private FetchAnswer.Piece fields(FetchItem item, Section section, @Nullable Partial partial)
            throws IOException {
        boolean not = section.text() == Section.Text.HEADER_FIELDS_NOT;
        byte[] block;
        Optional<byte[]> kept =
                not || !section.part().isEmpty()
                        ? Optional.empty()
                        : email().summary().headerFields(names.apply(section));
        if (kept.isPresent()) {
            block = kept.get();
        } else {
            Optional<Range> range = email().summary().range(mimeSection(section));
            if (range.isEmpty()) {
                return nil(item);
            }
            block = HeaderBlock.of(header(range.get())).select(section.fields(), not);
        }
        Range wanted = cut(new Range(0, block.length), partial);
        return wanted.length() == 0
                ? empty(item)
                : (fetch, out) -> {
                    fetch.literal(item, wanted.length());
                    out.write(block, (int) wanted.offset(), (int) wanted.length());
                };
    }

    private byte[] header(Range range) throws IOException {
        long length = Math.min(range.length(), MAX_HEADER);
        try (InputStream in = content().range(range.offset(), length)) {
            return in.readAllBytes();
        }
    }

    /** BINARY[…]: a part without its transfer encoding, the whole message as it is. RFC 3516. */
    FetchAnswer.Piece binary(BinarySection binary) throws IOException, UnknownTransferEncoding {
        Partial partial = binary.partial().orElse(null);
        if (binary.part().isEmpty()) {
            Range wanted = cut(new Range(0, content().size()), partial);
            Bytes bytes = bytes(wanted);
            return (fetch, out) -> {
                fetch.literal8(binary, wanted.length());
                bytes.write(out);
            };
        }
        Optional<Part> part = email().summary().part(binary.part());
        if (part.isEmpty()) {
            return nil(binary);
        }
        Content source = content();
        long size = TransferDecoder.decodedSize(part.get(), source);
        Range wanted = cut(new Range(0, size), partial);
        InputStream decoded = TransferDecoder.decode(part.get(), source.range(part.get().body()));
        return (fetch, out) -> {
            fetch.literal8(binary, wanted.length());
            try (decoded) {
                decoded.skipNBytes(wanted.offset());
                copy(decoded, out.stream(), wanted.length());
            }
        };
    }

    /** 0 for a part that is not there. */
    long binarySize(List<Integer> path) throws IOException, UnknownTransferEncoding {
        if (path.isEmpty()) {
            return content().size();
        }
        Optional<Part> part = email().summary().part(path);
        return part.isEmpty() ? 0 : TransferDecoder.decodedSize(part.get(), content());
    }

    private static void copy(InputStream from, OutputStream to, long length) throws IOException {
        byte[] buffer = new byte[8192];
        long left = length;
        while (left > 0) {
            int n = from.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("part shorter than its size");
            }
            to.write(buffer, 0, n);
            left -= n;
        }
    }

    private static FetchAnswer.Piece nil(FetchItem item) {
        return (fetch, out) -> fetch.nil(item);
    }

    private static FetchAnswer.Piece empty(FetchItem item) {
        return (fetch, out) -> fetch.empty(item);
    }

    private static Range cut(Range range, @Nullable Partial partial) {
        return partial == null ? range : range.partial(partial.offset(), partial.length());
    }

    private static org.mailroom.mailstore.mime.Section mimeSection(Section section) {
        return new org.mailroom.mailstore.mime.Section(
                section.part(),
                switch (section.text()) {
                    case ALL -> org.mailroom.mailstore.mime.Section.Text.BODY;
                    case HEADER -> org.mailroom.mailstore.mime.Section.Text.HEADER;
                    case HEADER_FIELDS -> org.mailroom.mailstore.mime.Section.Text.HEADER_FIELDS;
                    case HEADER_FIELDS_NOT ->
                            org.mailroom.mailstore.mime.Section.Text.HEADER_FIELDS_NOT;
                    case TEXT -> org.mailroom.mailstore.mime.Section.Text.TEXT;
                    case MIME -> org.mailroom.mailstore.mime.Section.Text.MIME;
                },
                section.fields());
    }

    @Override
    public void close() {
        if (content != null) {
            content.close();
        }
    }
}
