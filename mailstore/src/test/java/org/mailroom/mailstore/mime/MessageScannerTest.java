package org.mailroom.mailstore.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

@Timeout(20)
class MessageScannerTest {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\n\n";

    /** Message, and its structure: kind and body of each part, children in brackets. */
    static Stream<Arguments> structures() {
        return Stream.of(
                Arguments.of("plain", "A: b\n\nx\ny\n", "text/plain{x|y|}"),
                Arguments.of("nothing at all", "", "text/plain{}"),
                Arguments.of("header without body", "A: b\n", "text/plain{}"),
                Arguments.of("header without its line end", "A: b", "text/plain{}"),
                Arguments.of("no header", "\nbody\n", "text/plain{body|}"),
                Arguments.of("rubbish for header", "hello\nthere\n\nbody", "text/plain{body}"),
                Arguments.of(
                        "multipart",
                        MIXED
                                + "pre\n"
                                + "--b\n\n"
                                + "one\n"
                                + "--b\n"
                                + "Content-Type: text/html\n\n"
                                + "two\n"
                                + "--b--\n"
                                + "epi\n",
                        "multipart/mixed[text/plain{one}text/html{two}]"),
                Arguments.of(
                        "no line end at the end",
                        MIXED + "--b\n\none\n--b--",
                        "multipart/mixed[text/plain{one}]"),
                Arguments.of(
                        "final delimiter missing",
                        MIXED + "--b\n\none\n--b\n\ntwo\n",
                        "multipart/mixed[text/plain{one}text/plain{two|}]"),
                Arguments.of(
                        "quoted boundary with a space",
                        "Content-Type: multipart/mixed; boundary=\"a b\"\n\n--a b\n\nx\n--a b--",
                        "multipart/mixed[text/plain{x}]"),
                Arguments.of(
                        "white space after the boundary",
                        MIXED + "--b \t\n\nx\n--b-- \t\n",
                        "multipart/mixed[text/plain{x}]"),
                Arguments.of(
                        "something after the boundary",
                        MIXED + "--b\n\nx\n--bc\n--b-\n--b--c\n --b\n--b--\n",
                        "multipart/mixed[text/plain{x|--bc|--b-|--b--c| --b}]"),
                Arguments.of(
                        "empty parts",
                        MIXED + "--b\n--b\n\n--b\n\n\n--b--\n",
                        "multipart/mixed[text/plain{}text/plain{}text/plain{}]"),
                Arguments.of(
                        "header only part",
                        MIXED + "--b\nContent-Type: text/html\n--b--\n",
                        "multipart/mixed[text/html{}]"),
                Arguments.of("no part ever comes", MIXED + "just text\n", "text/plain{just text|}"),
                Arguments.of(
                        "closed before it began",
                        MIXED + "text\n--b--\n",
                        "text/plain{text|--b--|}"),
                Arguments.of(
                        "no boundary",
                        "Content-Type: multipart/mixed\n\n--b\n\nx\n",
                        "text/plain{--b||x|}"),
                Arguments.of(
                        "inner boundary begins with the outer",
                        MIXED
                                + "--b\nContent-Type: multipart/alternative; boundary=bb\n\n"
                                + "--bb\n\none\n--bb\n\ntwo\n--bb--\n--b\n\nthree\n--b--\n",
                        "multipart/mixed[multipart/alternative[text/plain{one}text/plain{two}]"
                                + "text/plain{three}]"),
                Arguments.of(
                        "inner multipart never ends",
                        MIXED
                                + "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n"
                                + "--b\n\ntwo\n--b--\n",
                        "multipart/mixed[multipart/mixed[text/plain{one}]text/plain{two}]"),
                Arguments.of(
                        "message in a message",
                        "Content-Type: message/rfc822\n\nSubject: in\n\nx\n",
                        "message/rfc822[text/plain{x|}]"),
                Arguments.of(
                        "message cut off by the delimiter",
                        MIXED + "--b\nContent-Type: message/rfc822\n\nSubject: in\n--b--\n",
                        "multipart/mixed[message/rfc822[text/plain{}]]"),
                Arguments.of(
                        "digest holds messages",
                        "Content-Type: multipart/digest; boundary=b\n\n"
                                + "--b\n\nSubject: in\n\nx\n--b--\n",
                        "multipart/digest[message/rfc822[text/plain{x}]]"),
                Arguments.of(
                        "an encoded message is not looked into",
                        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTpi\n",
                        "application/octet-stream{QTpi|}"),
                Arguments.of("type without subtype", "Content-Type: text\n\nx", "text/plain{x}"),
                Arguments.of("type that is none", "Content-Type: ;;=\n\nx", "text/plain{x}"),
                Arguments.of(
                        "type without its half",
                        "Content-Type: image\n\nx",
                        "application/octet-stream{x}"),
                Arguments.of(
                        "folded and commented type",
                        "Content-Type: (hi) Text/HTML\n (a (b) c) ; charset=x\n\nx",
                        "text/html{x}"),
                Arguments.of(
                        "missing semicolon",
                        "Content-Type: multipart/mixed boundary=b\n\n--b\n\nx\n--b--\n",
                        "multipart/mixed[text/plain{x}]"),
                Arguments.of("octets", "A: \u00ff\0\n\n\u00ff\0\r.", "text/plain{\u00ff\0\r.}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("structures")
    void readsTheStructure(String name, String text, String structure) throws Exception {
        byte[] crLf = Mails.crlf(text);
        byte[] lf = Mails.octets(text);
        assertThat(shown(Invariants.check(crLf).structure(), crLf)).isEqualTo(structure);
        assertThat(shown(Invariants.check(lf).structure(), lf)).isEqualTo(structure);
    }

    @Test
    void chunksOfOneOctetMakeNoDifference() {
        byte[] message = Mails.crlf(MIXED + "--b\n\none\n--b\n\ntwo\n--b--\n");
        MessageScanner scanner = new MessageScanner();
        for (byte b : message) scanner.write(b);
        assertThat(scanner.summary().encode()).isEqualTo(MessageScanner.scan(message).encode());
        assertThat(scanner.size()).isEqualTo(message.length);
    }

    @Test
    void tellsTheHeaderBeforeTheEnd() {
        MessageScanner scanner = new MessageScanner();
        byte[] message = Mails.crlf("Received: a\nReceived: b\nSubject: c\n\nbody");
        scanner.write(message, 0, 20);
        assertThat(scanner.headerSeen()).isFalse();
        scanner.write(message, 20, message.length - 20);
        assertThat(scanner.headerSeen()).isTrue();
        assertThat(scanner.header().hops()).isEqualTo(2);
    }

    @Test
    void takesPartsUpToTheLimitAndTheRestAsOne() {
        String message = MIXED + "--b\n\nx\n".repeat(5000) + "--b--\n";
        Summary summary = Mails.scan(message);
        assertThat(summary.truncated()).isTrue();
        assertThat(summary.structure().children()).hasSize(MessageScanner.MAX_PARTS - 1);
        Part last = summary.structure().children().getLast();
        assertThat(last.extent().bodyEnd()).isEqualTo(summary.size());
    }

    @Test
    void takesNestingUpToTheLimit() {
        Summary summary = Mails.scan("Content-Type: message/rfc822\n\n".repeat(500));
        assertThat(summary.truncated()).isTrue();
        int depth = 0;
        Part part = summary.structure();
        while (part.kind() == Part.Kind.MESSAGE) {
            part = part.message();
            depth++;
        }
        assertThat(depth).isEqualTo(MessageScanner.MAX_DEPTH);
        assertThat(part.content().type()).isEqualTo("application");
    }

    @Test
    void keepsNoMoreOfAHeaderThanTheLimit() throws Exception {
        String long1 = "X-Long: " + "a".repeat(MessageScanner.MAX_HEADER) + "\n";
        byte[] message = Mails.crlf("Subject: s\n" + long1 + "To: lost\n\nbody\n");
        Summary summary = Invariants.check(message);
        assertThat(summary.truncated()).isTrue();
        assertThat(summary.subject()).isEqualTo("s");
        assertThat(Mails.cut(message, summary.range(Section.TEXT).orElseThrow()))
                .isEqualTo("body\r\n");
        assertThat(summary.headerFields(FieldNames.of(java.util.List.of("To")))).isEmpty();
    }

    private static String shown(Part part, byte[] message) {
        StringBuilder shown = new StringBuilder();
        shown.append(part.content().type()).append('/').append(part.content().subtype());
        if (part.kind() == Part.Kind.LEAF) {
            String body = Mails.cut(message, part.body()).replace("\r\n", "|").replace("\n", "|");
            return shown.append('{').append(body).append('}').toString();
        }
        shown.append('[');
        for (Part child : part.children()) shown.append(shown(child, message));
        return shown.append(']').toString();
    }
}
