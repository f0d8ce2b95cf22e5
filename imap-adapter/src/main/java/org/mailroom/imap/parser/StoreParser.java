package org.mailroom.imap.parser;

import org.mailroom.imap.command.Flag;
import org.mailroom.imap.command.FlagList;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.Store;
import org.mailroom.imap.command.StoreMode;
import org.mailroom.imap.command.Tag;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** STORE. RFC 9051 §6.4.6, RFC 7162 §3.1.3. */
final class StoreParser {
    private final Arguments in;
    private OptionalLong unchangedSince = OptionalLong.empty();

    StoreParser(Arguments in) {
        this.in = in;
    }

    Store store(Tag tag, Numbering numbering) throws IOException {
        in.space();
        var messages = in.sequenceSet();
        in.space();
        if (in.peek() == '(') {
            in.list("modifiers", 10, this::modifier);
            in.space();
        }
        StoreMode.Change change = StoreMode.Change.REPLACE;
        if (in.take('+')) {
            change = StoreMode.Change.ADD;
        } else if (in.take('-')) {
            change = StoreMode.Change.REMOVE;
        }
        boolean silent =
                switch (in.name("FLAGS")) {
                    case "FLAGS" -> false;
                    case "FLAGS.SILENT" -> true;
                    default -> throw in.error("expected FLAGS");
                };
        in.space();
        FlagList flags = new FlagList(in.peek() == '(' ? in.flagList() : bareFlags());
        return new Store(
                tag, numbering, messages, new StoreMode(change, silent, unchangedSince), flags);
    }

    private void modifier() {
        if (!in.name("a modifier").equals("UNCHANGEDSINCE")) {
            throw in.error("unknown modifier");
        }
        in.space();
        unchangedSince = OptionalLong.of(in.number("a mod-sequence"));
    }

    /** Flags may stand without parentheses. */
    private List<Flag> bareFlags() {
        List<Flag> flags = new ArrayList<>();
        int count = 0;
        do {
            if (++count > in.limits().flags()) {
                throw in.error("more than " + in.limits().flags() + " flags");
            }
            in.flag().ifPresent(flags::add);
        } while (in.more());
        return flags;
    }
}
