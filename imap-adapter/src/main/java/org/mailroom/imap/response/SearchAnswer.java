package org.mailroom.imap.response;

import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SequenceSet;

import java.util.Optional;
import java.util.OptionalLong;

/** What an ESEARCH response says. RFC 9051 §7.3.5, RFC 7162 §3.1.6. */
public record SearchAnswer(
        Numbering numbering,
        OptionalLong min,
        OptionalLong max,
        Optional<SequenceSet> all,
        OptionalLong count,
        OptionalLong modSeq) {}
