package org.mailroom.mailstore.mime;

/** Reads a parenthesised list as a client would: NIL, numbers, quoted strings, literals. */
final class WireSyntax {
    private final byte[] wire;
    private int at;

    private WireSyntax(byte[] wire) {
        this.wire = wire;
    }

    /** Whether this is one well-formed list, of the given number of elements unless -1. */
    static void check(byte[] wire, int elements) {
        WireSyntax syntax = new WireSyntax(wire);
        int count = syntax.list();
        if (syntax.at != wire.length || (elements >= 0 && count != elements)) {
            throw new AssertionError(
                    "wire: " + new String(wire, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }

    private int list() {
        expect('(');
        int count = 0;
        while (peek() != ')') {
            boolean afterList = at > 0 && wire[at - 1] == ')';
            if (count > 0 && !(afterList && peek() == '(')) expect(' ');
            element();
            count++;
        }
        expect(')');
        if (count == 0) fail("empty list");
        return count;
    }

    private void element() {
        char c = peek();
        if (c == '(') {
            list();
        } else if (c == '"') {
            quoted();
        } else if (c == '{') {
            literal();
        } else if (c >= '0' && c <= '9') {
            number();
        } else {
            expect('N');
            expect('I');
            expect('L');
        }
    }

    private void quoted() {
        expect('"');
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
                if (peek() != '"' && peek() != '\\') fail("escape");
            } else if (peek() == '\r' || peek() == '\n' || peek() == 0 || peek() > 0x7E) {
                fail("octet in quoted string");
            }
            at++;
        }
        at++;
    }

    private void literal() {
        expect('{');
        int length = number();
        expect('}');
        expect('\r');
        expect('\n');
        for (int i = 0; i < length; i++) {
            if (peek() == 0) fail("NUL in literal");
            at++;
        }
    }

    private int number() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') at++;
        if (start == at) fail("number");
        return Integer.parseInt(
                new String(wire, start, at - start, java.nio.charset.StandardCharsets.US_ASCII));
    }

    private char peek() {
        if (at >= wire.length) fail("end");
        return (char) (wire[at] & 0xFF);
    }

    private void expect(char c) {
        if (peek() != c) fail("no " + c);
        at++;
    }

    private void fail(String what) {
        throw new AssertionError(
                what
                        + " at "
                        + at
                        + " of "
                        + new String(wire, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
