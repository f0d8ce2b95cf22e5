package org.mailroom.imap.parser;

import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.Create;
import org.mailroom.imap.command.ListCommand;
import org.mailroom.imap.command.ListPattern;
import org.mailroom.imap.command.MailboxName;
import org.mailroom.imap.command.StatusItem;
import org.mailroom.imap.command.Tag;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** LIST, LSUB, STATUS and CREATE. RFC 9051 §6.3, RFC 5258, RFC 5819, RFC 6154. */
final class ListParser {
    private static final int OPTIONS = 20;

    private final Arguments in;

    ListParser(Arguments in) {
        this.in = in;
    }

    ListCommand list(Tag tag) throws IOException {
        in.space();
        Set<ListCommand.Selection> selection = EnumSet.noneOf(ListCommand.Selection.class);
        boolean extended = in.peek() == '(';
        if (extended) {
            in.list("selection options", OPTIONS, () -> selection.add(selectionOption()));
            checkRecursive(selection);
            in.space();
        }
        String reference = reference();
        in.space();
        List<ListPattern> patterns = new ArrayList<>();
        if (in.peek() == '(') {
            extended = true;
            in.list("patterns", in.limits().patterns(), () -> patterns.add(pattern(reference)));
            if (patterns.isEmpty()) {
                throw in.error("expected a pattern");
            }
        } else {
            patterns.add(pattern(reference));
        }
        Set<ListCommand.Return> returns = EnumSet.noneOf(ListCommand.Return.class);
        Set<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        if (in.more()) {
            extended = true;
            if (!in.name("RETURN").equals("RETURN")) {
                throw in.error("expected RETURN");
            }
            in.space();
            in.list("return options", OPTIONS, () -> returns.add(returnOption(items)));
        }
        return new ListCommand(tag, reference, patterns, selection, returns, items, extended);
    }

    private ListCommand.Selection selectionOption() {
        return switch (in.name("a selection option")) {
            case "SUBSCRIBED" -> ListCommand.Selection.SUBSCRIBED;
            case "REMOTE" -> ListCommand.Selection.REMOTE;
            case "RECURSIVEMATCH" -> ListCommand.Selection.RECURSIVEMATCH;
            case "SPECIAL-USE" -> ListCommand.Selection.SPECIAL_USE;
            default -> throw in.error("unknown selection option");
        };
    }

    /** RFC 5258 §3.1: RECURSIVEMATCH qualifies another option, and REMOTE is not one. */
    private void checkRecursive(Set<ListCommand.Selection> selection) {
        if (selection.contains(ListCommand.Selection.RECURSIVEMATCH)
                && !selection.contains(ListCommand.Selection.SUBSCRIBED)
                && !selection.contains(ListCommand.Selection.SPECIAL_USE)) {
            throw in.error("RECURSIVEMATCH needs SUBSCRIBED or SPECIAL-USE");
        }
    }

    private ListCommand.Return returnOption(Set<StatusItem> items) throws IOException {
        return switch (in.name("a return option")) {
            case "SUBSCRIBED" -> ListCommand.Return.SUBSCRIBED;
            case "CHILDREN" -> ListCommand.Return.CHILDREN;
            case "SPECIAL-USE" -> ListCommand.Return.SPECIAL_USE;
            case "STATUS" -> {
                in.space();
                items.addAll(statusItems());
                yield ListCommand.Return.STATUS;
            }
            default -> throw in.error("unknown return option");
        };
    }

    Command lsub(Tag tag) throws IOException {
        in.space();
        String reference = reference();
        in.space();
        return new Command.Lsub(tag, pattern(reference));
    }

    Command status(Tag tag) throws IOException {
        in.space();
        var mailbox = in.mailbox();
        in.space();
        return new Command.Status(tag, mailbox, statusItems());
    }

    private Set<StatusItem> statusItems() throws IOException {
        Set<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        in.list("status items", OPTIONS, () -> items.add(statusItem()));
        if (items.isEmpty()) {
            throw in.error("expected a status item");
        }
        return items;
    }

    private StatusItem statusItem() {
        String name = in.name("a status item");
        for (StatusItem item : StatusItem.values()) {
            if (item.name().equals(name)) {
                return item;
            }
        }
        throw in.error("unknown status item");
    }

    private String reference() throws IOException {
        String reference = in.decodedName(in.astring("a reference"));
        if (reference.length() > MailboxName.MAX_LENGTH) {
            throw in.error("the reference is too long");
        }
        return reference;
    }

    private ListPattern pattern(String reference) throws IOException {
        int first = in.peek();
        byte[] octets = first == '"' || first == '{' ? in.string("a pattern") : listAtom();
        String pattern = in.decodedName(octets);
        if (pattern.length() > MailboxName.MAX_LENGTH) {
            throw in.error("the pattern is too long");
        }
        return ListPattern.of(reference, pattern);
    }

    /** RFC 9051 §9, list-char. */
    private byte[] listAtom() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int c = in.peek();
        while (c > 0x20 && c < 0x7F && "(){\"\\".indexOf(c) < 0) {
            text.write(c);
            in.take((char) c);
            c = in.peek();
        }
        if (text.size() == 0) {
            throw in.error("expected a pattern");
        }
        return text.toByteArray();
    }

    /** RFC 6154 §3 adds USE. */
    Create create(Tag tag) throws IOException {
        in.space();
        var mailbox = in.newMailbox();
        List<String> uses = new ArrayList<>();
        if (in.more()) {
            in.list("parameters", OPTIONS, () -> use(uses));
        }
        return new Create(tag, mailbox, uses);
    }

    private void use(List<String> uses) throws IOException {
        if (!in.name("USE").equals("USE")) {
            throw in.error("unknown parameter");
        }
        in.space();
        in.list(
                "special uses",
                OPTIONS,
                () -> {
                    in.expect('\\');
                    uses.add("\\" + in.atom("a special use"));
                });
    }
}
