package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A part while the scanner is still at it. */
final class PartNode {
    private static final int MAX_FILE_NAME = 255;

    final @Nullable PartNode parent;
    final List<PartNode> children = new ArrayList<>(0);
    final int depth;

    Part.Kind kind = Part.Kind.LEAF;
    final long headerStart;
    long bodyStart = -1;
    long bodyEnd;

    /** Line ends before the body, then, once closed, in it. */
    long lines;

    MimeHeader mime = TEXT;

    /** What separates the children; null when this is no multipart or its last part has ended. */
    byte @Nullable [] boundary;

    /** ENVELOPE, when this is the root of a message. */
    byte[] envelope = {};

    /** The beginning of the body, when it may become the preview. */
    @Nullable WireBuffer sample;

    int sampleLimit;

    private static final MimeHeader TEXT = MimeHeader.of(HeaderBlock.of(new byte[0]), false);

    PartNode(@Nullable PartNode parent, long headerStart) {
        this.parent = parent;
        this.headerStart = headerStart;
        this.depth = parent == null ? 0 : parent.depth + 1;
        if (parent != null) parent.children.add(this);
    }

    /** Ends this part at end; lines counts the line ends before that. */
    void close(long end, long lineEnds) {
        if (bodyStart < 0) {
            bodyStart = end;
            lines = 0;
        } else {
            lines = lineEnds - lines;
        }
        bodyEnd = end;
        if (kind == Part.Kind.MULTIPART && children.isEmpty()) {
            // Nobody could read a multipart whose boundary never comes; its text is all there is.
            kind = Part.Kind.LEAF;
            mime = TEXT;
        }
    }

    /** Where what is being read of this part began: nothing in it can end before. */
    long openedAt() {
        return bodyStart < 0 ? headerStart : bodyStart;
    }

    boolean startsMessage() {
        return parent == null || parent.kind == Part.Kind.MESSAGE;
    }

    Part toPart() {
        List<Part> parts = new ArrayList<>(children.size());
        for (PartNode child : children) parts.add(child.toPart());
        ParameterizedValue disposition = mime.disposition();
        return new Part(
                kind,
                new Part.Content(
                        mime.type(),
                        mime.subtype(),
                        mime.charset(),
                        mime.encoding(),
                        disposition == null ? "" : disposition.value(),
                        cut(mime.fileName())),
                new Part.Extent(headerStart, bodyStart, bodyEnd, lines),
                parts);
    }

    private static String cut(String fileName) {
        return fileName.length() <= MAX_FILE_NAME ? fileName : fileName.substring(0, MAX_FILE_NAME);
    }
}
