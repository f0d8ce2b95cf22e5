package org.mailroom.imap.session;

import org.jspecify.annotations.Nullable;
import org.mailroom.imap.command.Tag;
import org.mailroom.imap.response.ResponseCode;
import org.mailroom.imap.response.ResponseWriter;

import java.io.IOException;
import java.util.Optional;

/**
 * The tagged response that ends a command. RFC 9051 §7.1.
 *
 * @param next what the connection does after it
 */
record Reply(Status status, Optional<ResponseCode> code, String text, Next next) {
    enum Next {
        READ,
        START_TLS,
        CLOSE
    }

    enum Status {
        OK,
        NO,
        BAD
    }

    static Reply ok(String text) {
        return new Reply(Status.OK, Optional.empty(), text, Next.READ);
    }

    static Reply ok(ResponseCode code, String text) {
        return new Reply(Status.OK, Optional.of(code), text, Next.READ);
    }

    static Reply no(ResponseCode code, String text) {
        return new Reply(Status.NO, Optional.of(code), text, Next.READ);
    }

    static Reply bad(String text) {
        return new Reply(Status.BAD, Optional.empty(), text, Next.READ);
    }

    static Reply bad(ResponseCode code, String text) {
        return new Reply(Status.BAD, Optional.of(code), text, Next.READ);
    }

    /** A command whose tag could not be read is answered without. */
    void write(ResponseWriter writer, @Nullable Tag tag) throws IOException {
        if (tag == null) {
            writer.untaggedBad(text);
        } else if (code.isPresent()) {
            switch (status) {
                case OK -> writer.ok(tag, code.get(), text);
                case NO -> writer.no(tag, code.get(), text);
                case BAD -> writer.bad(tag, code.get(), text);
            }
        } else {
            switch (status) {
                case OK -> writer.ok(tag, text);
                case NO -> writer.no(tag, text);
                case BAD -> writer.bad(tag, text);
            }
        }
    }

    /** The same, after which the connection is closed. */
    Reply thenClose() {
        return new Reply(status, code, text, Next.CLOSE);
    }

    /** The same, after which TLS begins. */
    Reply thenStartTls() {
        return new Reply(status, code, text, Next.START_TLS);
    }
}
