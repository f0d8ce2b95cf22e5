package org.mailroom.imap.parser;

import org.mailroom.imap.command.Fetch;
import org.mailroom.imap.command.FetchItem;
import org.mailroom.imap.command.FetchItem.Attribute;
import org.mailroom.imap.command.FetchItem.Partial;
import org.mailroom.imap.command.FetchItem.Rfc822;
import org.mailroom.imap.command.FetchModifiers;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.Section;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.Tag;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** FETCH. RFC 9051 §6.4.5, RFC 7162 §3.1.4.1, §3.2.6, RFC 8970. */
final class FetchParser {
    private final Arguments in;
    private final Set<FetchItem> items = new LinkedHashSet<>();
    private OptionalLong changedSince = OptionalLong.empty();
    private boolean vanished;

    FetchParser(Arguments in) {
        this.in = in;
    }

    Fetch fetch(Tag tag, Numbering numbering) throws IOException {
        in.space();
        SequenceSet messages = in.sequenceSet();
        in.space();
        if (in.peek() == '(') {
            in.list("items", in.limits().items(), () -> items.add(item(in.name("an item"))));
            if (items.isEmpty()) {
                throw in.error("expected an item");
            }
        } else {
            macroOrItem();
        }
        if (in.more()) {
            in.list("modifiers", 10, this::modifier);
        }
        // RFC 7162 §3.2.6
        if (vanished && (numbering != Numbering.UID || changedSince.isEmpty())) {
            throw in.error("VANISHED goes with UID FETCH and CHANGEDSINCE");
        }
        if (changedSince.isPresent()) {
            items.add(Attribute.MODSEQ); // RFC 7162 §3.1.4.1: implied
        }
        return new Fetch(
                tag,
                numbering,
                messages,
                ordered(numbering),
                new FetchModifiers(changedSince, vanished));
    }

    /** UID FETCH answers with the UID whether asked or not. RFC 9051 §6.4.9. */
    private List<FetchItem> ordered(Numbering numbering) {
        List<FetchItem> ordered = new ArrayList<>();
        if (numbering == Numbering.UID && !items.contains(Attribute.UID)) {
            ordered.add(Attribute.UID);
        }
        ordered.addAll(items);
        return ordered;
    }

    private void modifier() {
        switch (in.name("a modifier")) {
            case "CHANGEDSINCE" -> {
                in.space();
                changedSince = OptionalLong.of(in.number("a mod-sequence"));
            }
            case "VANISHED" -> vanished = true;
            default -> throw in.error("unknown modifier");
        }
    }

    private void macroOrItem() throws IOException {
        String name = in.name("an item");
        List<Attribute> fast =
                List.of(Attribute.FLAGS, Attribute.INTERNALDATE, Attribute.RFC822_SIZE);
        switch (name) {
            case "FAST" -> items.addAll(fast);
            case "ALL" -> {
                items.addAll(fast);
                items.add(Attribute.ENVELOPE);
            }
            case "FULL" -> {
                items.addAll(fast);
                items.add(Attribute.ENVELOPE);
                items.add(Attribute.BODY);
            }
            default -> items.add(item(name));
        }
    }

    private FetchItem item(String name) throws IOException {
        return switch (name) {
            case "FLAGS" -> Attribute.FLAGS;
            case "UID" -> Attribute.UID;
            case "INTERNALDATE" -> Attribute.INTERNALDATE;
            case "RFC822.SIZE" -> Attribute.RFC822_SIZE;
            case "ENVELOPE" -> Attribute.ENVELOPE;
            case "BODYSTRUCTURE" -> Attribute.BODYSTRUCTURE;
            case "MODSEQ" -> Attribute.MODSEQ;
            case "EMAILID" -> Attribute.EMAILID;
            case "THREADID" -> Attribute.THREADID;
            case "SAVEDATE" -> Attribute.SAVEDATE;
            case "RFC822" -> Rfc822.MESSAGE;
            case "RFC822.HEADER" -> Rfc822.HEADER;
            case "RFC822.TEXT" -> Rfc822.TEXT;
            case "BODY" -> in.peek() == '[' ? bodySection(false) : Attribute.BODY;
            case "BODY.PEEK" -> bodySection(true);
            case "BINARY" -> new FetchItem.BinarySection(binaryPart(), partial(), false);
            case "BINARY.PEEK" -> new FetchItem.BinarySection(binaryPart(), partial(), true);
            case "BINARY.SIZE" -> new FetchItem.BinarySize(binaryPart());
            case "PREVIEW" -> preview();
            default -> throw in.error("unknown item");
        };
    }

    /** RFC 8970 §6: a list after PREVIEW is its own only if it holds LAZY. */
    private FetchItem preview() throws IOException {
        if (!in.follows(" (LAZY")) {
            return new FetchItem.Preview(false);
        }
        in.space();
        in.list("modifiers", 1, () -> in.name("LAZY"));
        return new FetchItem.Preview(true);
    }

    private List<Integer> binaryPart() {
        in.expect('[');
        List<Integer> part = new ArrayList<>();
        if (in.peek() != ']') {
            part.add(partNumber());
            while (in.take('.')) {
                addPart(part);
            }
        }
        in.expect(']');
        return part;
    }

    private FetchItem bodySection(boolean peek) throws IOException {
        in.expect('[');
        List<Integer> part = new ArrayList<>();
        boolean textFollows = true;
        while (in.peek() >= '0' && in.peek() <= '9') {
            addPart(part);
            textFollows = in.take('.');
            if (!textFollows) {
                break;
            }
        }
        Section.Text text = Section.Text.ALL;
        if (textFollows && (in.peek() != ']' || !part.isEmpty())) {
            text = sectionText();
        }
        Set<String> fields = new LinkedHashSet<>();
        if (text == Section.Text.HEADER_FIELDS || text == Section.Text.HEADER_FIELDS_NOT) {
            in.space();
            in.list("fields", in.limits().items(), () -> fields.add(fieldName()));
        }
        in.expect(']');
        Section.Text kind = text;
        Section section = in.checked(() -> new Section(part, kind, List.copyOf(fields)));
        return new FetchItem.BodySection(section, partial(), peek);
    }

    private Section.Text sectionText() {
        String name = in.name("a section");
        for (Section.Text text : Section.Text.values()) {
            if (text.wire().equals(name)) {
                return text;
            }
        }
        throw in.error("unknown section");
    }

    private void addPart(List<Integer> part) {
        if (part.size() == in.limits().depth()) {
            throw in.error("a part nested deeper than " + in.limits().depth());
        }
        part.add(partNumber());
    }

    private int partNumber() {
        long number = in.positive32("a part number");
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    /** Field names travel back in the answer, so only what a field name can be is let in. */
    private String fieldName() throws IOException {
        String name = new String(in.astring("a field name"), StandardCharsets.ISO_8859_1);
        boolean printable =
                !name.isEmpty() && name.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ':');
        if (!printable) {
            throw in.error("not a field name");
        }
        return name;
    }

    private Optional<Partial> partial() {
        if (!in.take('<')) {
            return Optional.empty();
        }
        long offset = in.number("an offset");
        in.expect('.');
        long length = in.number("a length");
        in.expect('>');
        return Optional.of(in.checked(() -> new Partial(offset, length)));
    }
}
