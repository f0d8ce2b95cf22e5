package org.mailroom.imap.parser;

import org.mailroom.imap.command.AppendMessage;
import org.mailroom.imap.command.FlagList;
import org.mailroom.imap.command.MessageLiteral;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** One message of APPEND, up to its bytes. RFC 9051 §6.3.12, RFC 6855 §4. */
final class AppendParser {
    private final Arguments in;

    AppendParser(Arguments in) {
        this.in = in;
    }

    AppendMessage message() throws IOException {
        FlagList flags = FlagList.EMPTY;
        if (in.peek() == '(') {
            flags = new FlagList(in.flagList());
            in.space();
        }
        Optional<OffsetDateTime> date = Optional.empty();
        if (in.peek() == '"') {
            date = Optional.of(new DateParser(in).dateTime());
            in.space();
        }
        boolean utf8 = in.follows("UTF8");
        if (utf8) {
            in.name("UTF8");
            in.space();
            in.expect('(');
            if (in.peek() != '~') {
                throw in.error("UTF8 takes a literal8");
            }
        }
        Arguments.Announced literal = in.announcement();
        return new AppendMessage(
                flags,
                date,
                new MessageLiteral(
                        literal.length(), literal.synchronising(), literal.binary(), utf8));
    }
}
