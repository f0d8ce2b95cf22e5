package org.mailroom.mailstore.mime;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes a {@link Summary} from what the scanner has seen. The layout is described there. */
final class SummaryWriter {
    /** Fields that mail clients ask for when they list a mailbox, beside every List-… field. */
    private static final Set<String> KEPT =
            Set.of(
                    "from",
                    "sender",
                    "reply-to",
                    "to",
                    "cc",
                    "bcc",
                    "subject",
                    "date",
                    "message-id",
                    "in-reply-to",
                    "references",
                    "newsgroups",
                    "content-type",
                    "priority",
                    "x-priority",
                    "importance",
                    "auto-submitted",
                    "disposition-notification-to",
                    "chat-version",
                    "x-k9mail-identity",
                    "x-uniform-type-identifier",
                    "x-universally-unique-identifier");

    private static final int MAX_KEPT = 6 * 1024;

    /** When there is more, each is cut to a line; enough for lists and threads. */
    private static final int MAX_CUT_FIELD = 998;

    private static final int MAX_CUT = 16 * 1024;

    private SummaryWriter() {}

    static boolean isKept(String field) {
        String name = field.toLowerCase(Locale.ROOT);
        return KEPT.contains(name) || name.startsWith("list-");
    }

    static Summary write(PartNode root, HeaderBlock header, String preview, boolean truncated) {
        StructureWriter structure = new StructureWriter(root);
        Part parts = root.toPart();
        WireBuffer kept = new WireBuffer(1024);
        boolean complete = !truncated && keep(header, kept);
        if (!complete) {
            kept.truncate(0);
            cut(header, kept);
        }
        int flags =
                (complete ? Summary.COMPLETE : 0)
                        | (truncated ? Summary.TRUNCATED : 0)
                        | (Summary.attachments(parts).isEmpty() ? 0 : Summary.ATTACHMENT);
        WireBuffer out = new WireBuffer(2048);
        out.append((char) Summary.VERSION).varint(flags).varint(parts.extent().bodyEnd());
        writeSent(out, header);
        out.block(root.envelope).block(structure.structure()).block(structure.spans());
        WireBuffer table = new WireBuffer(128);
        writePart(table, parts);
        out.block(table.toBytes()).block(kept.toBytes()).utf8(preview);
        return Summary.decode(out.toBytes());
    }

    private static boolean keep(HeaderBlock header, WireBuffer kept) {
        List<HeaderBlock.Field> fields = header.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (!isKept(fields.get(i).name())) continue;
            if (kept.length() + header.rawLength(i) > MAX_KEPT) return false;
            header.appendRaw(kept, i);
        }
        return true;
    }

    private static void cut(HeaderBlock header, WireBuffer kept) {
        for (HeaderBlock.Field field : header.fields()) {
            String value = field.value();
            if (!KEPT.contains(field.name().toLowerCase(Locale.ROOT))) continue;
            if (kept.length() > MAX_CUT) return;
            kept.append(field.name()).append(": ");
            kept.append(value.substring(0, Math.min(value.length(), MAX_CUT_FIELD)));
            kept.append("\r\n");
        }
    }

    /** Seconds since 1970 (zigzag) and one more, then minutes east of UTC−18:00; 0 for none. */
    private static void writeSent(WireBuffer out, HeaderBlock header) {
        OffsetDateTime sent =
                header.first("Date").flatMap(field -> MailDate.parse(field.value())).orElse(null);
        if (sent == null) {
            out.varint(0);
            return;
        }
        long seconds = sent.toEpochSecond();
        out.varint(((seconds << 1) ^ (seconds >> 63)) + 1);
        out.varint(sent.getOffset().getTotalSeconds() / 60 + 18 * 60);
    }

    private static void writePart(WireBuffer out, Part part) {
        Part.Extent extent = part.extent();
        Part.Content content = part.content();
        out.varint(part.kind().code()).varint(extent.headerStart());
        out.varint(extent.bodyStart() - extent.headerStart());
        out.varint(extent.bodyEnd() - extent.bodyStart()).varint(extent.lines());
        out.utf8(content.type()).utf8(content.subtype()).utf8(content.charset());
        out.utf8(content.encoding()).utf8(content.disposition()).utf8(content.fileName());
        out.varint(part.children().size());
        for (Part child : part.children()) writePart(out, child);
    }
}
