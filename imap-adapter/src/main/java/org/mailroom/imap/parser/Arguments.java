package org.mailroom.imap.parser;

import org.mailroom.imap.command.Flag;
import org.mailroom.imap.command.MailboxName;
import org.mailroom.imap.command.ModifiedUtf7;
import org.mailroom.imap.command.NameEncoding;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.SyntaxError;
import org.mailroom.imap.command.SystemFlag;
import org.mailroom.imap.command.Tag;
import org.mailroom.transport.net.Line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A command as it is read from left to right, through its literals. The current line always ends
 * where the wire stands: a literal it announces has not been read. RFC 9051 §9.
 */
final class Arguments {
    private static final String NOT_ATOM = "(){%*\"\\]";

    private final CommandSource source;
    private final ParserLimits limits;
    private final NameEncoding names;
    private byte[] line;
    private int at;
    private int lines = 1;
    private long size;

    Arguments(CommandSource source, ParserLimits limits, NameEncoding names, byte[] line) {
        this.source = source;
        this.limits = limits;
        this.names = names;
        this.line = line;
        this.size = line.length;
    }

    ParserLimits limits() {
        return limits;
    }

    SyntaxError error(String what) {
        String where = lines == 1 ? "" : " after literal " + (lines - 1);
        return new SyntaxError(what + " at character " + (at + 1) + where);
    }

    /** The next octet, or -1 at the end of the line. */
    int peek() {
        return at < line.length ? line[at] & 0xFF : -1;
    }

    boolean atEnd() {
        return at == line.length;
    }

    /** Takes the octet if it is next. */
    boolean take(char octet) {
        if (peek() != octet) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char octet) {
        if (!take(octet)) {
            throw error("expected \"" + octet + "\"");
        }
    }

    /** One space or, since some clients write them, several. */
    void space() {
        if (peek() != ' ') {
            throw error(atEnd() ? "missing argument" : "expected a space");
        }
        while (peek() == ' ') {
            at++;
        }
    }

    /** Spaces and the end; trailing spaces are forgiven. */
    void end() {
        skipSpaces();
        if (!atEnd()) {
            throw error("unexpected argument");
        }
    }

    /** Whether another argument follows; takes the space before it. */
    boolean more() {
        int before = at;
        skipSpaces();
        if (atEnd()) {
            return false;
        }
        if (at == before) {
            throw error("expected a space");
        }
        return true;
    }

    /** Whether text in any case follows, as a whole word; takes nothing. */
    boolean follows(String text) {
        if (line.length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.toUpperCase((char) line[at + i]) != text.charAt(i)) {
                return false;
            }
        }
        int next = at + text.length();
        return next == line.length || !isNameChar(line[next]);
    }

    private void skipSpaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** Runs item for each element of a parenthesised list. */
    void list(String what, int most, Element element) throws IOException {
        expect('(');
        for (int count = 0; ; count++) {
            int before = at;
            skipSpaces();
            if (take(')')) {
                return;
            }
            if (count > 0 && at == before) {
                throw error("expected a space or \")\"");
            }
            if (count == most) {
                throw error("more than " + most + " " + what);
            }
            element.read();
        }
    }

    /** Reads one element of a list. */
    interface Element {
        void read() throws IOException;
    }

    /** A word of the protocol's own: letters, digits, "." and "-", in upper case. */
    String name(String what) {
        int start = at;
        while (!atEnd() && isNameChar(line[at])) {
            at++;
        }
        if (start == at) {
            throw error("expected " + what);
        }
        return ascii(start, at).toUpperCase(Locale.ROOT);
    }

    private static boolean isNameChar(byte c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-';
    }

    String atom(String what) {
        int start = at;
        while (isAtomChar(peek())) {
            at++;
        }
        if (start == at) {
            throw error("expected " + what);
        }
        return ascii(start, at);
    }

    private static boolean isAtomChar(int c) {
        return c > 0x20 && c < 0x7F && NOT_ATOM.indexOf(c) < 0;
    }

    /** Everything up to a space, a parenthesis or the end, of these characters alone. */
    String token(String what, String allowed) {
        int start = at;
        while (!atEnd() && allowed.indexOf(line[at]) >= 0) {
            at++;
        }
        if (start == at) {
            throw error("expected " + what);
        }
        return ascii(start, at);
    }

    private String ascii(int start, int end) {
        return new String(line, start, end - start, StandardCharsets.US_ASCII);
    }

    /** Digits, as a number up to 2^63-1. RFC 9051 §9, number64. */
    long number(String what) {
        int start = at;
        long value = 0;
        while (!atEnd() && line[at] >= '0' && line[at] <= '9') {
            int digit = line[at] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw error(what + " is too large");
            }
            value = value * 10 + digit;
            at++;
        }
        if (start == at) {
            throw error("expected " + what);
        }
        return value;
    }

    /** A number from 1 to 2^32-1. */
    long positive32(String what) {
        long value = number(what);
        if (value < 1 || value > SequenceSet.MAX) {
            throw error(what + " is 1 to 4294967295");
        }
        return value;
    }

    SequenceSet sequenceSet() {
        String text = token("a sequence set", "0123456789:,*$");
        return checked(() -> SequenceSet.parse(text, limits.ranges()));
    }

    /** A value whose constructor checks it. */
    <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    /** An atom, where "]" counts too, or a string; its octets. */
    byte[] astring(String what) throws IOException {
        int first = peek();
        if (first == '"' || first == '{') {
            return string(what);
        }
        int start = at;
        while (isAtomChar(peek()) || peek() == ']') {
            at++;
        }
        if (start == at) {
            throw error("expected " + what);
        }
        return Arrays.copyOfRange(line, start, at);
    }

    /** A quoted string or a literal; its octets. */
    byte[] string(String what) throws IOException {
        return switch (peek()) {
            case '"' -> quoted();
            case '{' -> literal(what);
            default -> throw error("expected " + what);
        };
    }

    private byte[] quoted() {
        expect('"');
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            int c = peek();
            if (c < 0 || c == 0 || c == '\r') {
                throw error(c < 0 ? "unfinished quoted string" : "CR or NUL in a quoted string");
            }
            at++;
            if (c == '"') {
                return text.toByteArray();
            }
            if (c == '\\') {
                c = peek();
                if (c != '"' && c != '\\') {
                    throw error("only \\\" and \\\\ may be escaped");
                }
                at++;
            }
            text.write(c);
        }
    }

    /** What {n}, {n+} and their literal8 forms announce; it must end the line. RFC 7888 §3. */
    record Announced(long length, boolean synchronising, boolean binary) {}

    Announced announcement() {
        boolean binary = take('~');
        if (!take('{')) {
            throw error("expected a literal");
        }
        long length = number("the length of the literal");
        boolean synchronising = !take('+');
        expect('}');
        if (!atEnd()) {
            throw error("a literal's length ends the line");
        }
        return new Announced(length, synchronising, binary);
    }

    private byte[] literal(String what) throws IOException {
        Announced announced = announcement();
        if (announced.length() > limits.literal() || size + announced.length() > limits.command()) {
            throw new SyntaxError(
                    SyntaxError.Answer.TOO_BIG, Optional.empty(), what + " is too long");
        }
        if (announced.synchronising()) {
            source.continueLiteral();
        }
        byte[] octets = source.readLiteral((int) announced.length());
        size += octets.length;
        continueLine();
        for (byte octet : octets) {
            if (octet == 0) {
                throw error("NUL in a literal");
            }
        }
        return octets;
    }

    /** The wire stands behind a literal: what follows it belongs to this command. */
    void continueLine() throws IOException {
        Line next = source.readLine(limits.line());
        if (next.tooLong()) {
            throw tooLong();
        }
        line = next.bytes();
        at = 0;
        lines++;
        size += line.length;
        if (size > limits.command()) {
            throw new SyntaxError(
                    SyntaxError.Answer.TOO_BIG, Optional.empty(), "the command is too long");
        }
    }

    /** Starts counting anew: what was read so far is in the session's hands. */
    void forgetSize() {
        size = 0;
    }

    SyntaxError tooLong() {
        line = new byte[0];
        at = 0;
        return new SyntaxError(SyntaxError.Answer.CLOSE, Optional.empty(), "the line is too long");
    }

    /**
     * Reads past whatever else of this command the client sends without waiting for us, so that it
     * is not taken for commands. RFC 7888 §4.
     */
    void skipRest() throws IOException {
        long discarded = 0;
        while (true) {
            long length = unreadLiteral();
            if (length < 0) {
                return;
            }
            discarded += length + line.length;
            if (discarded > limits.discard()) {
                throw new SyntaxError(
                        SyntaxError.Answer.CLOSE, Optional.empty(), "the literal is too long");
            }
            source.discard(length);
            Line next = source.readLine(limits.line());
            if (next.tooLong()) {
                throw tooLong();
            }
            line = next.bytes();
            at = line.length;
        }
    }

    /** The length in a non-synchronising literal's announcement at the line's end, or -1. */
    private long unreadLiteral() {
        int i = line.length;
        if (i < 4 || line[--i] != '}' || line[--i] != '+') {
            return -1;
        }
        long length = 0;
        long unit = 1;
        int digits = 0;
        while (i > 0 && line[i - 1] >= '0' && line[i - 1] <= '9') {
            i--;
            length = ++digits > 18 ? Long.MAX_VALUE / 2 : length + (line[i] - '0') * unit;
            unit *= 10;
        }
        return digits > 0 && i > 0 && line[i - 1] == '{' ? length : -1;
    }

    String utf8(String what) throws IOException {
        return decode(astring(what), StandardCharsets.UTF_8);
    }

    String decode(byte[] octets, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw error("the text is not in " + charset.name());
        }
    }

    MailboxName mailbox() throws IOException {
        byte[] octets = astring("a mailbox name");
        return checked(() -> new MailboxName(decodedName(octets)));
    }

    /** A mailbox name to be made, of which a trailing delimiter says nothing. RFC 9051 §6.3.4. */
    MailboxName newMailbox() throws IOException {
        String name = decodedName(astring("a mailbox name"));
        boolean trailing =
                name.length() > 1 && name.charAt(name.length() - 1) == MailboxName.DELIMITER;
        return checked(
                () -> new MailboxName(trailing ? name.substring(0, name.length() - 1) : name));
    }

    /** A name or pattern in the encoding in force, not otherwise checked. */
    String decodedName(byte[] octets) {
        String wire = decode(octets, StandardCharsets.UTF_8);
        return names == NameEncoding.UTF8 ? wire : checked(() -> ModifiedUtf7.decode(wire));
    }

    /** A flag a client may set, or nothing for \Recent, which only servers set. */
    Optional<Flag> flag() {
        boolean system = take('\\');
        String name = (system ? "\\" : "") + atom("a flag");
        Flag flag = checked(() -> Flag.of(name));
        return flag == SystemFlag.RECENT ? Optional.empty() : Optional.of(flag);
    }

    List<Flag> flagList() throws IOException {
        List<Flag> flags = new ArrayList<>();
        list("flags", limits.flags(), () -> flag().ifPresent(flags::add));
        return flags;
    }

    /** Everything up to the next space; what an error is answered under. RFC 9051 §2.2.1. */
    Tag tag() {
        int start = at;
        while (at < line.length && Tag.isTagChar(line[at])) {
            at++;
        }
        String value = ascii(start, at);
        if (value.isEmpty() || (!atEnd() && line[at] != ' ')) {
            throw error(line.length == 0 ? "empty line" : "a command begins with a tag");
        }
        return checked(() -> new Tag(value));
    }
}
