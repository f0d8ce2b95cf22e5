package org.mailroom.imap.command;

import java.time.OffsetDateTime;
import java.util.Optional;

/** One message of an APPEND, all but its bytes. RFC 9051 §6.3.12. */
public record AppendMessage(
        FlagList flags, Optional<OffsetDateTime> internalDate, MessageLiteral literal) {}
