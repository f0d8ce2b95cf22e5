package org.mailroom.smtp.content;

import org.mailroom.transport.net.Input;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Finds the end of DATA and takes the dots off that the client has put in front of lines. RFC 5321
 * §4.5.2.
 *
 * <p>CR LF . CR LF ends the message and nothing else does: not LF . LF, nor any mixture. Servers
 * that disagree on this can be made to disagree on where one message ends and the next begins.
 */
public final class DotReader {
    private enum State {
        /** Behind CR LF, or at the beginning. */
        LINE_START,
        /** A dot at the start of a line has been taken off. */
        DOT,
        /** And a CR behind it, which is not yet passed on. */
        DOT_CR,
        /** Within a line. */
        TEXT,
        /** Behind a CR. */
        CR,
        END
    }

    private State state = State.LINE_START;

    /**
     * Takes what the client has sent so far, waiting for at least one byte, but nothing past the
     * end.
     *
     * @return whether the end was reached
     */
    public boolean step(Input input, OutputStream message) throws IOException {
        ByteBuffer buffer = input.peek();
        int offset = buffer.arrayOffset() + buffer.position();
        int taken = scan(buffer.array(), offset, offset + buffer.remaining(), message);
        input.consume(taken - offset);
        return state == State.END;
    }

    /**
     * Returns where it stopped. What is between {@code from} and {@code at} is yet to be written.
     */
    private int scan(byte[] bytes, int start, int end, OutputStream message) throws IOException {
        int from = start;
        int at = start;
        while (at < end && state != State.END) {
            byte b = bytes[at];
            switch (state) {
                case LINE_START -> {
                    if (b == '.') {
                        message.write(bytes, from, at - from);
                        from = ++at;
                        state = State.DOT;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT -> {
                    if (b == '\r') {
                        from = ++at;
                        state = State.DOT_CR;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT_CR -> {
                    if (b == '\n') {
                        from = ++at;
                        state = State.END;
                    } else {
                        message.write('\r');
                        state = State.CR;
                    }
                }
                case TEXT -> {
                    while (at < end && bytes[at] != '\r') {
                        at++;
                    }
                    if (at < end) {
                        at++;
                        state = State.CR;
                    }
                }
                case CR -> {
                    if (b == '\n') {
                        at++;
                        state = State.LINE_START;
                    } else if (b == '\r') {
                        at++;
                    } else {
                        state = State.TEXT;
                    }
                }
                case END -> throw new IllegalStateException("read past the end");
            }
        }
        if (at > from) {
            message.write(bytes, from, at - from);
        }
        return at;
    }
}
