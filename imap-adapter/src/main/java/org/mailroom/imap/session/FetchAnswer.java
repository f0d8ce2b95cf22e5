package org.mailroom.imap.session;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.command.FetchItem;
import org.mailroom.imap.command.FetchItem.Attribute;
import org.mailroom.imap.command.FetchItem.BinarySection;
import org.mailroom.imap.command.FetchItem.BinarySize;
import org.mailroom.imap.command.FetchItem.BodySection;
import org.mailroom.imap.command.FetchItem.Preview;
import org.mailroom.imap.command.FetchItem.Rfc822;
import org.mailroom.imap.command.Section;
import org.mailroom.imap.response.FetchWriter;
import org.mailroom.mailstore.mail.Email;
import org.mailroom.mailstore.mailbox.MailboxView;
import org.mailroom.mailstore.mailbox.MessageRow;
import org.mailroom.mailstore.mime.FieldNames;
import org.mailroom.mailstore.mime.Summary;
import org.mailroom.mailstore.mime.TransferDecoder.UnknownTransferEncoding;
import org.mailroom.transport.net.Output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The untagged FETCH of each message. Whatever can fail is done before its line begins. RFC 9051
 * §7.5.2.
 */
final class FetchAnswer {
    /** Writes one item with its name. */
    interface Piece {
        void write(FetchWriter fetch, Output out) throws IOException;
    }

    private final Session session;
    private final Selected selected;
    private final MailboxView view;
    private final List<FetchItem> items;
    private final long[] marked;
    private final boolean needsEmail;
    private final boolean needsContent;
    private final FlagLists flags;
    private final FetchWriter fetch;

    /** By the very section: the same objects are asked of every message. */
    private final IdentityHashMap<Section, FieldNames> names = new IdentityHashMap<>();

    FetchAnswer(Session session, List<FetchItem> items, long[] marked) {
        this.session = session;
        this.selected = session.selected();
        this.view = selected.announced();
        this.flags = new FlagLists(view);
        this.fetch = new FetchWriter(session.writer());
        this.items = items;
        this.marked = marked;
        this.needsEmail = items.stream().anyMatch(FetchAnswer::needsEmail);
        this.needsContent =
                items.stream().anyMatch(item -> mayNeedContent(item) && !inSummary(item));
    }

    private static boolean needsEmail(FetchItem item) {
        return switch (item) {
            case Attribute attribute ->
                    switch (attribute) {
                        case ENVELOPE, BODY, BODYSTRUCTURE, THREADID -> true;
                        default -> false;
                    };
            case Rfc822 rfc822 -> rfc822 != Rfc822.MESSAGE;
            case BodySection body -> !body.section().equals(Section.WHOLE);
            case BinarySection binary -> !binary.part().isEmpty();
            case BinarySize size -> !size.part().isEmpty();
            case Preview preview -> true;
        };
    }

    private static boolean mayNeedContent(FetchItem item) {
        return !(item instanceof Attribute) && !(item instanceof Preview);
    }

    private boolean inSummary(FetchItem item) {
        return item instanceof BodySection body
                && body.section().part().isEmpty()
                && body.section().text() == Section.Text.HEADER_FIELDS
                && names(body.section()).kept();
    }

    private FieldNames names(Section section) {
        return names.computeIfAbsent(section, s -> FieldNames.of(s.fields()));
    }

    boolean needsEmail() {
        return needsEmail;
    }

    /** Whether contents are sure to be read, so that looking up where they lie pays. */
    boolean needsContent() {
        return needsContent;
    }

    /** When the view knows everything asked for. */
    void write(int index) throws IOException {
        writeLine(index, List.of());
    }

    /**
     * @param email there if {@link #needsEmail()}
     */
    void write(int index, long emailId, @Nullable Email email)
            throws IOException, UnknownTransferEncoding {
        try (var source = new FetchSource(session.mail(), emailId, email, this::names)) {
            var pieces = new ArrayList<Piece>();
            for (FetchItem item : items) {
                if (needsEmail(item) || mayNeedContent(item)) {
                    pieces.add(piece(item, source));
                }
            }
            writeLine(index, pieces);
        }
    }

    private static Piece piece(FetchItem item, FetchSource source)
            throws IOException, UnknownTransferEncoding {
        return switch (item) {
            case Attribute attribute -> ofSummary(attribute, source.email());
            case Preview preview -> {
                String text = source.email().summary().preview();
                yield (fetch, out) -> fetch.preview(Optional.of(text));
            }
            case Rfc822 rfc822 -> source.section(item, rfc822.section(), null);
            case BodySection body ->
                    source.section(item, body.section(), body.partial().orElse(null));
            case BinarySection binary -> source.binary(binary);
            case BinarySize size -> {
                long octets = source.binarySize(size.part());
                yield (fetch, out) -> fetch.binarySize(size, octets);
            }
        };
    }

    private static Piece ofSummary(Attribute attribute, Email email) {
        Summary summary = email.summary();
        return (fetch, out) -> {
            switch (attribute) {
                case ENVELOPE -> fetch.ready(attribute, summary::writeEnvelope);
                case BODY -> fetch.ready(attribute, summary::writeBody);
                case BODYSTRUCTURE -> fetch.ready(attribute, summary::writeBodyStructure);
                case THREADID -> fetch.threadId(Optional.of(email.threadObjectId()));
                default -> throw new IllegalStateException(attribute + " is in the view");
            }
        };
    }

    private void writeLine(int index, List<Piece> pieces) throws IOException {
        MessageRow row = view.row(index);
        session.midLine(true);
        fetch.begin(index + 1L);
        int piece = 0;
        for (int i = 0; i < items.size(); i++) {
            FetchItem item = items.get(i);
            if (item instanceof Attribute own && !needsEmail(own)) {
                writeOwn(own, row);
            } else {
                pieces.get(piece++).write(fetch, session.out());
            }
        }
        if (marked.length > 0 && Arrays.binarySearch(marked, row.uid()) >= 0) {
            writeSeen(row);
        }
        fetch.end();
        session.midLine(false);
    }

    /** What the view holds. */
    private void writeOwn(Attribute attribute, MessageRow row) throws IOException {
        switch (attribute) {
            case FLAGS -> fetch.flags(flags.of(row, selected.isRecent(row.uid())));
            case UID -> fetch.uid(row.uid());
            case INTERNALDATE -> fetch.internalDate(row.received());
            case SAVEDATE -> fetch.saveDate(OptionalLong.of(row.saved()));
            case RFC822_SIZE -> fetch.size(row.size());
            case MODSEQ -> fetch.modSeq(row.modseq());
            case EMAILID -> fetch.emailId("M" + row.emailId());
            default -> throw new IllegalStateException(attribute + " is not in the view");
        }
    }

    /** The flags that reading has changed. RFC 9051 §6.4.5, RFC 7162 §3.1.4. */
    private void writeSeen(MessageRow row) throws IOException {
        if (!items.contains(Attribute.FLAGS)) {
            writeOwn(Attribute.FLAGS, row);
        }
        if (session.enabled().condstore() && !items.contains(Attribute.MODSEQ)) {
            writeOwn(Attribute.MODSEQ, row);
        }
    }
}
