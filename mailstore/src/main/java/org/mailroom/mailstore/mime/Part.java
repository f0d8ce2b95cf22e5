package org.mailroom.mailstore.mime;

import java.util.List;

/**
 * A node of a message's structure. The root is the message itself; a {@link Kind#MESSAGE} has one
 * child, the root of the message inside it; a {@link Kind#MULTIPART} has one or more.
 */
public record Part(Kind kind, Content content, Extent extent, List<Part> children) {
    public Part {
        children = List.copyOf(children);
    }

    /** What the structure does with the body. */
    public enum Kind {
        LEAF(0),
        MULTIPART(1),
        MESSAGE(2);

        /** As in encoded summaries: add, never renumber. */
        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Kind of(long code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("part kind " + code);
        }
    }

    /** The message inside a {@link Kind#MESSAGE}. */
    public Part message() {
        return children.getFirst();
    }

    /** The header block, with the blank line that ends it. */
    public Range header() {
        return new Range(extent.headerStart, extent.bodyStart - extent.headerStart);
    }

    /** The body, still in its transfer encoding. */
    public Range body() {
        return new Range(extent.bodyStart, extent.bodyEnd - extent.bodyStart);
    }

    /** Header and body. */
    public Range whole() {
        return new Range(extent.headerStart, extent.bodyEnd - extent.headerStart);
    }

    /** Offsets in the message, and the number of line ends in the body. */
    public record Extent(long headerStart, long bodyStart, long bodyEnd, long lines) {}

    /**
     * What the header says of the body: all in lower case but the file name, which is decoded.
     * Missing charset, disposition, or file name are empty; encoding is 7bit when none is given.
     */
    public record Content(
            String type,
            String subtype,
            String charset,
            String encoding,
            String disposition,
            String fileName) {

        public boolean is(String type, String subtype) {
            return this.type.equals(type) && this.subtype.equals(subtype);
        }
    }

    /**
     * Whether a person would call this part an attachment: it says so, or has a name, or is nothing
     * that is read on the spot. Signatures and the keys of encryption are not.
     */
    public boolean isAttachment() {
        if (kind == Kind.MULTIPART || content.subtype.endsWith("-signature")) return false;
        if (content.disposition.equals("attachment") || kind == Kind.MESSAGE) return true;
        if (content.is("application", "pgp-encrypted")) return false;
        if (content.type.equals("text") || content.disposition.equals("inline")) {
            return !content.fileName.isEmpty();
        }
        return !content.type.equals("message") && !isRelatedImage();
    }

    /** An image without a name belongs to the text around it. */
    private boolean isRelatedImage() {
        return content.type.equals("image") && content.fileName.isEmpty();
    }
}
