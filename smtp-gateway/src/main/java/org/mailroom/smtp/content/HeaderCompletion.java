package org.mailroom.smtp.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a submission server does to the header while the message streams past: Bcc goes, and where
 * From, Date or Message-ID is missing it is added at the header's end. Every other octet stays. RFC
 * 6409 §8.
 */
public final class HeaderCompletion extends OutputStream {
    /** A field that is added if missing. */
    public enum Field {
        FROM("From"),
        DATE("Date"),
        MESSAGE_ID("Message-ID");

        private final String name;

        Field(String name) {
            this.name = name;
        }
    }

    /**
     * Values for what is missing.
     *
     * @param from an address in angle brackets
     */
    public record Values(String from, String date, String messageId) {
        private String of(Field field) {
            return switch (field) {
                case FROM -> from;
                case DATE -> date;
                case MESSAGE_ID -> messageId;
            };
        }
    }

    private enum State {
        LINE_START,
        /** In what may be a field name; kept in {@link #name} until that is known. */
        NAME,
        /** Within a line that is passed on. */
        KEEP,
        /** Within a line of a field that goes. */
        DROP,
        /** Behind a CR at the start of a line. */
        BLANK_CR,
        BODY
    }

    /** Longer names there are, but none that matters here. */
    private static final int LONGEST_NAME = 80;

    private final OutputStream out;
    private final Values values;
    private final boolean hideBcc;
    private final Set<Field> missing;
    private final byte[] name = new byte[LONGEST_NAME];
    private int nameLength;
    private State state = State.LINE_START;
    private boolean dropping;
    private boolean fieldSeen;

    /**
     * @param add which fields to add if missing
     */
    public HeaderCompletion(OutputStream out, Set<Field> add, Values values, boolean hideBcc) {
        this.out = out;
        this.values = values;
        this.hideBcc = hideBcc;
        this.missing = add.isEmpty() ? EnumSet.noneOf(Field.class) : EnumSet.copyOf(add);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            switch (state) {
                case BODY -> {
                    out.write(bytes, at, end - at);
                    at = end;
                }
                case KEEP, DROP -> at = restOfLine(bytes, at, end);
                case LINE_START, NAME, BLANK_CR -> at += next(bytes[at]) ? 1 : 0;
            }
        }
    }

    private int restOfLine(byte[] bytes, int start, int end) throws IOException {
        int at = start;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        int stop = Math.min(end, at + 1);
        if (state == State.KEEP) {
            out.write(bytes, start, stop - start);
        }
        if (at < end) {
            state = State.LINE_START;
        }
        return stop;
    }

    /** Returns whether the byte has been dealt with; if not, it is for the new state. */
    private boolean next(byte b) throws IOException {
        return switch (state) {
            case LINE_START -> lineStart(b);
            case BLANK_CR -> blankLine(b);
            default -> nameByte(b);
        };
    }

    private boolean lineStart(byte b) {
        if (b == '\r') {
            state = State.BLANK_CR;
            return true;
        }
        nameLength = 0;
        // A folded line belongs to the field before it. RFC 5322 §2.2.3.
        state = !isSpace(b) ? State.NAME : dropping ? State.DROP : State.KEEP;
        return false;
    }

    private boolean blankLine(byte b) throws IOException {
        if (b == '\n') {
            endHeader();
            return true;
        }
        out.write('\r');
        state = State.KEEP;
        return false;
    }

    private boolean nameByte(byte b) throws IOException {
        boolean spaceBefore = nameLength > 0 && isSpace(name[nameLength - 1]);
        if (b == ':' && nameLength > 0) {
            field();
            return false;
        }
        // "Subject :" was allowed once. RFC 5322 §4.5.
        if (nameLength < LONGEST_NAME && (isSpace(b) || (b > ' ' && b < 127 && !spaceBefore))) {
            name[nameLength++] = b;
            return true;
        }
        noField();
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private String name() {
        return new String(name, 0, nameLength, StandardCharsets.US_ASCII).strip();
    }

    private void field() throws IOException {
        String field = name().toLowerCase(Locale.ROOT);
        fieldSeen = true;
        dropping = hideBcc && (field.equals("bcc") || field.equals("resent-bcc"));
        missing.removeIf(one -> one.name.equalsIgnoreCase(field));
        if (dropping) {
            state = State.DROP;
            return;
        }
        out.write(name, 0, nameLength);
        state = State.KEEP;
    }

    /** A line that is no field: rubbish within the header, or a body that has none before it. */
    private void noField() throws IOException {
        dropping = false;
        boolean mboxLine = name().equals("From") || nameLength == LONGEST_NAME;
        if (fieldSeen || mboxLine) {
            out.write(name, 0, nameLength);
            state = State.KEEP;
            return;
        }
        endHeader();
        out.write(name, 0, nameLength);
    }

    private void endHeader() throws IOException {
        for (Field field : missing) {
            String line = field.name + ": " + values.of(field) + "\r\n";
            out.write(line.getBytes(StandardCharsets.UTF_8));
        }
        missing.clear();
        out.write('\r');
        out.write('\n');
        state = State.BODY;
    }

    /** The message has ended, perhaps without a body. */
    public void end() throws IOException {
        if (state == State.NAME) {
            noField();
        }
        if (state == State.KEEP) {
            out.write('\r');
            out.write('\n');
        }
        if (state != State.BODY && !(fieldSeen && missing.isEmpty())) {
            endHeader();
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
