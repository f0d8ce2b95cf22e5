package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.List;
import java.util.Optional;

/**
 * The text of one message as SEARCH looks at it: headers decoded, text parts without transfer
 * encoding and in Unicode, line breaks as they are. Reads no more of the message than a question
 * needs. RFC 9051 §6.4.4.
 */
public final class MessageText {
    private final Summary summary;
    private final ByteSource message;
    private @Nullable HeaderBlock header;

    public MessageText(Summary summary, ByteSource message) {
        this.summary = summary;
        this.message = message;
    }

    /** HEADER, FROM, TO, CC, BCC, SUBJECT: an empty string asks whether the field exists. */
    public boolean header(String name, SearchString string) throws IOException {
        Optional<List<HeaderBlock.Field>> kept = summary.keptFields(name);
        List<HeaderBlock.Field> fields = kept.isPresent() ? kept.get() : header().all(name);
        for (HeaderBlock.Field field : fields) {
            if (string.isEmpty() || string.in(field.decoded())) return true;
        }
        return false;
    }

    /** BODY: in a text part, or in a header of a message inside this one. */
    public boolean body(SearchString string) throws IOException {
        return string.isEmpty() || inBody(summary.structure(), string, false);
    }

    /** TEXT: in the header, in a part's header, or in the body. */
    public boolean text(SearchString string) throws IOException {
        return string.isEmpty()
                || inHeader(header(), string)
                || inBody(summary.structure(), string, true);
    }

    private boolean inBody(Part part, SearchString string, boolean partHeaders) throws IOException {
        switch (part.kind()) {
            case MULTIPART -> {
                for (Part child : part.children()) {
                    if (partHeaders && inHeader(read(child), string)) return true;
                    if (inBody(child, string, partHeaders)) return true;
                }
                return false;
            }
            case MESSAGE -> {
                return inHeader(read(part.message()), string)
                        || inBody(part.message(), string, partHeaders);
            }
            default -> {
                return isText(part.content()) && inText(part, string);
            }
        }
    }

    private static boolean isText(Part.Content content) {
        return content.type().equals("text") || content.type().equals("message");
    }

    private boolean inText(Part part, SearchString string) throws IOException {
        Part.Content content = part.content();
        try (InputStream body = message.range(part.body());
                Reader text = TextReader.open(content.encoding(), content.charset(), body)) {
            return string.in(text);
        } catch (TransferDecoder.UnknownTransferEncoding e) {
            return inRaw(part, string);
        }
    }

    /** An encoding nobody knows: the octets as they are. */
    private boolean inRaw(Part part, SearchString string) throws IOException {
        try (InputStream body = message.range(part.body());
                Reader text = TextReader.open("binary", part.content().charset(), body)) {
            return string.in(text);
        } catch (TransferDecoder.UnknownTransferEncoding e) {
            throw new AssertionError(e);
        }
    }

    private static boolean inHeader(HeaderBlock header, SearchString string) {
        for (HeaderBlock.Field field : header.fields()) {
            if (string.in(field.name() + ": " + field.decoded())) return true;
        }
        return false;
    }

    private HeaderBlock header() throws IOException {
        HeaderBlock known = header;
        if (known == null) {
            known = read(summary.structure());
            header = known;
        }
        return known;
    }

    private HeaderBlock read(Part part) throws IOException {
        long length = Math.min(part.header().length(), MessageScanner.MAX_HEADER);
        try (InputStream in = message.range(part.header().offset(), length)) {
            return HeaderBlock.of(in.readAllBytes());
        }
    }
}
