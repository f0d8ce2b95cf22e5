package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Renders ENVELOPE from a header block. RFC 9051 §7.5.2. */
final class EnvelopeWriter {
    private @Nullable String date;
    private @Nullable String subject;
    private @Nullable String inReplyTo;
    private @Nullable String messageId;
    private @Nullable List<AddressParser.Entry> from;
    private @Nullable List<AddressParser.Entry> sender;
    private @Nullable List<AddressParser.Entry> replyTo;
    private @Nullable List<AddressParser.Entry> to;
    private @Nullable List<AddressParser.Entry> cc;
    private @Nullable List<AddressParser.Entry> bcc;

    private EnvelopeWriter() {}

    static byte[] render(HeaderBlock header) {
        EnvelopeWriter envelope = new EnvelopeWriter();
        for (HeaderBlock.Field field : header.fields()) envelope.take(field);
        return envelope.render();
    }

    private void take(HeaderBlock.Field field) {
        String value = field.value();
        switch (field.name().toLowerCase(Locale.ROOT)) {
            case "date" -> date = date == null ? value : date;
            case "subject" -> subject = subject == null ? value : subject;
            case "in-reply-to" -> inReplyTo = inReplyTo == null ? value : inReplyTo;
            case "message-id" -> messageId = messageId == null ? value : messageId;
            case "from" -> from = more(from, value);
            case "sender" -> sender = more(sender, value);
            case "reply-to" -> replyTo = more(replyTo, value);
            case "to" -> to = more(to, value);
            case "cc" -> cc = more(cc, value);
            case "bcc" -> bcc = more(bcc, value);
            default -> {}
        }
    }

    private static List<AddressParser.Entry> more(
            @Nullable List<AddressParser.Entry> so, String value) {
        List<AddressParser.Entry> entries = so == null ? new ArrayList<>(4) : so;
        AddressParser.parse(value, entries);
        return entries;
    }

    private byte[] render() {
        WireBuffer out = new WireBuffer(512);
        ImapString.write(out.append('('), date);
        ImapString.write(out.append(' '), subject);
        addresses(out, from);
        addresses(out, isEmpty(sender) ? from : sender);
        addresses(out, isEmpty(replyTo) ? from : replyTo);
        addresses(out, to);
        addresses(out, cc);
        addresses(out, bcc);
        ImapString.write(out.append(' '), inReplyTo);
        ImapString.write(out.append(' '), messageId);
        return out.append(')').toBytes();
    }

    private static boolean isEmpty(@Nullable List<AddressParser.Entry> entries) {
        return entries == null || entries.isEmpty();
    }

    private static void addresses(WireBuffer out, @Nullable List<AddressParser.Entry> entries) {
        if (entries == null || entries.isEmpty()) {
            out.append(" NIL");
            return;
        }
        out.append(" (");
        for (AddressParser.Entry entry : entries) {
            ImapString.write(out.append('('), entry.name());
            ImapString.write(out.append(' '), entry.route());
            ImapString.write(out.append(' '), entry.mailbox());
            ImapString.write(out.append(' '), entry.host());
            out.append(')');
        }
        out.append(')');
    }
}
