package org.mailroom.imap.parser;

import org.mailroom.imap.command.Select;
import org.mailroom.imap.command.SelectParameters;
import org.mailroom.imap.command.SelectParameters.Qresync;
import org.mailroom.imap.command.SelectParameters.SequenceMatch;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.Tag;

import java.io.IOException;
import java.util.Optional;

/** SELECT and EXAMINE. RFC 9051 §6.3.2, RFC 7162 §3.1.8, §3.2.5. */
final class SelectParser {
    private final Arguments in;
    private boolean condstore;
    private Optional<Qresync> qresync = Optional.empty();

    SelectParser(Arguments in) {
        this.in = in;
    }

    Select select(Tag tag, boolean readOnly) throws IOException {
        in.space();
        var mailbox = in.mailbox();
        if (!in.more()) {
            return new Select(tag, mailbox, readOnly, SelectParameters.NONE);
        }
        in.list("parameters", 10, this::parameter);
        return new Select(tag, mailbox, readOnly, new SelectParameters(condstore, qresync));
    }

    private void parameter() {
        switch (in.name("a parameter")) {
            case "CONDSTORE" -> condstore = true;
            case "QRESYNC" -> {
                in.space();
                in.expect('(');
                qresync = Optional.of(qresync());
                in.expect(')');
            }
            default -> throw in.error("unknown parameter");
        }
    }

    private Qresync qresync() {
        long uidValidity = in.positive32("UIDVALIDITY");
        in.space();
        long modSeq = in.number("a mod-sequence");
        Optional<SequenceSet> known = Optional.empty();
        Optional<SequenceMatch> match = Optional.empty();
        if (in.peek() == ' ') {
            in.space();
            if (in.peek() != '(') {
                known = Optional.of(closedSet());
                if (in.peek() == ' ') {
                    in.space();
                    match = Optional.of(sequenceMatch());
                }
            } else {
                match = Optional.of(sequenceMatch());
            }
        }
        return new Qresync(uidValidity, modSeq, known, match);
    }

    private SequenceMatch sequenceMatch() {
        in.expect('(');
        SequenceSet numbers = closedSet();
        in.space();
        SequenceSet uids = closedSet();
        in.expect(')');
        return in.checked(() -> new SequenceMatch(numbers, uids));
    }

    /** RFC 7162 §7, known-uids: "*" is not allowed. */
    private SequenceSet closedSet() {
        SequenceSet set = in.sequenceSet();
        if (set.isOpen() || set.isSavedResult()) {
            throw in.error("\"*\" and \"$\" are not allowed here");
        }
        return set;
    }
}
