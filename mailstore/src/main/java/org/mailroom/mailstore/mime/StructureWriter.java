package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * Renders BODYSTRUCTURE, noting where the extension data stand: without them it is BODY. RFC 9051
 * §7.5.2.
 */
final class StructureWriter {
    private final WireBuffer out = new WireBuffer(512);

    /** Length of what BODY has, then of what it leaves out, and so on. */
    private final WireBuffer spans = new WireBuffer(16);

    private int lastExtensionEnd;

    StructureWriter(PartNode root) {
        write(root);
    }

    byte[] structure() {
        return out.toBytes();
    }

    byte[] spans() {
        return spans.toBytes();
    }

    private void write(PartNode part) {
        MimeHeader mime = part.mime;
        out.append('(');
        if (part.kind == Part.Kind.MULTIPART) {
            for (PartNode child : part.children) write(child);
            ImapString.write(out.append(' '), mime.subtype());
            int start = out.length();
            parameters(mime.parameters(), false);
            writeExtension(start, mime);
        } else {
            writeLeaf(part, mime);
        }
        out.append(')');
    }

    private void writeLeaf(PartNode part, MimeHeader mime) {
        boolean text = mime.type().equals("text");
        ImapString.write(out, mime.type());
        ImapString.write(out.append(' '), mime.subtype());
        parameters(mime.parameters(), text);
        ImapString.write(out.append(' '), mime.id());
        ImapString.write(out.append(' '), mime.description());
        ImapString.write(out.append(' '), mime.encoding());
        out.append(' ').append(part.bodyEnd - part.bodyStart);
        if (part.kind == Part.Kind.MESSAGE) {
            PartNode message = part.children.getFirst();
            out.append(' ').append(message.envelope).append(' ');
            write(message);
        }
        if (text || part.kind == Part.Kind.MESSAGE) out.append(' ').append(part.lines);
        int start = out.length();
        ImapString.write(out.append(' '), mime.md5());
        writeExtension(start, mime);
    }

    /** Disposition, language, location, which end every part's extension data. */
    private void writeExtension(int start, MimeHeader mime) {
        ParameterizedValue disposition = mime.disposition();
        if (disposition == null) {
            out.append(" NIL");
        } else {
            ImapString.write(out.append(" ("), disposition.value());
            parameters(disposition.parameters(), false);
            out.append(')');
        }
        language(mime.language());
        ImapString.write(out.append(' '), mime.location());
        spans.varint(start - lastExtensionEnd).varint(out.length() - start);
        lastExtensionEnd = out.length();
    }

    private void parameters(List<ParameterizedValue.Parameter> parameters, boolean text) {
        boolean addCharset = text;
        out.append(' ');
        int start = out.length();
        for (ParameterizedValue.Parameter parameter : parameters) {
            if (parameter.name().startsWith("charset")) addCharset = false;
            parameter(start, parameter.name(), parameter.value());
        }
        if (addCharset) parameter(start, "charset", "us-ascii");
        out.append(out.length() == start ? "NIL" : ")");
    }

    private void parameter(int start, String name, String value) {
        ImapString.write(out.append(out.length() == start ? '(' : ' '), name);
        ImapString.write(out.append(' '), value);
    }

    private void language(@Nullable String field) {
        if (field == null) {
            out.append(" NIL");
            return;
        }
        String[] tags = field.toLowerCase(Locale.ROOT).split("[ \t]*,[ \t]*");
        if (tags.length <= 1) {
            ImapString.write(out.append(' '), field);
            return;
        }
        out.append(" (");
        for (int i = 0; i < tags.length; i++) {
            if (i > 0) out.append(' ');
            ImapString.write(out, tags[i]);
        }
        out.append(')');
    }
}
