package org.mailroom.imap.response;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailroom.imap.command.FetchItem;
import org.mailroom.imap.command.MailboxName;
import org.mailroom.imap.command.NameEncoding;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.Section;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.StatusItem;
import org.mailroom.imap.command.Tag;
import org.mailroom.mailstore.mailbox.SystemFlag;
import org.mailroom.transport.net.Output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

class ResponseWriterTest {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("\"dd-MMM-yyyy HH:mm:ss xx\"", Locale.ROOT);

    @ParameterizedTest
    @CsvSource({
        "0",
        "-1",
        "951782399",
        "951782400",
        "951868800",
        "1709164800",
        "1735689599",
        "-62135596800",
        "253402300799"
    })
    void writesDates(long second) {
        assertThat(date(second)).isEqualTo(expected(second));
    }

    @Test
    void writesAnyDate() {
        for (long seed = 0; seed < 20_000; seed++) {
            long second = new SplittableRandom(seed).nextLong(-62_135_596_800L, 253_402_300_800L);
            assertThat(date(second)).as("seed " + seed).isEqualTo(expected(second));
        }
    }

    private static String date(long second) {
        byte[] out = new byte[WireDate.LENGTH];
        WireDate.write(second, out);
        return new String(out, StandardCharsets.US_ASCII);
    }

    private static String expected(long second) {
        return DATE.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
    }

    @Test
    void namesItemsWithoutPeek() {
        Section fields =
                new Section(List.of(1, 2), Section.Text.HEADER_FIELDS, List.of("From", "x(y"));
        assertThat(
                        FetchWriter.name(
                                new FetchItem.BodySection(
                                        fields, Optional.of(new FetchItem.Partial(7, 9)), true)))
                .isEqualTo("BODY[1.2.HEADER.FIELDS (From \"x(y\")]<7>");
        assertThat(
                        FetchWriter.name(
                                new FetchItem.BodySection(Section.WHOLE, Optional.empty(), false)))
                .isEqualTo("BODY[]");
        assertThat(
                        FetchWriter.name(
                                new FetchItem.BodySection(
                                        new Section(List.of(3), Section.Text.ALL, List.of()),
                                        Optional.empty(),
                                        false)))
                .isEqualTo("BODY[3]");
        assertThat(
                        FetchWriter.name(
                                new FetchItem.BinarySection(List.of(1, 2), Optional.empty(), true)))
                .isEqualTo("BINARY[1.2]");
        assertThat(FetchWriter.name(new FetchItem.BinarySize(List.of())))
                .isEqualTo("BINARY.SIZE[]");
    }

    @Test
    void listsFlags() {
        assertThat(new String(FlagText.of(0, false, List.of()), StandardCharsets.US_ASCII))
                .isEqualTo("()");
        int seen = SystemFlag.SEEN.bit();
        assertThat(new String(FlagText.of(seen, true, List.of("$x")), StandardCharsets.US_ASCII))
                .isEqualTo("(\\Seen \\Recent $x)");
    }

    private interface Writing {
        void to(ResponseWriter writer) throws IOException;
    }

    private static String written(NameEncoding names, Writing writing) throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        Output out = Output.into(sink);
        ResponseWriter writer = new ResponseWriter(out);
        writer.names(names);
        writing.to(writer);
        out.flush();
        return sink.toString(StandardCharsets.UTF_8);
    }

    private static void writes(String expected, Writing writing) throws IOException {
        assertThat(written(NameEncoding.MODIFIED_UTF7, writing)).isEqualTo(expected);
    }

    @Test
    void writesStatusResponses() throws IOException {
        Tag tag = new Tag("a1");
        writes("a1 OK done\r\n", w -> w.ok(tag, "done"));
        writes("a1 BAD -\r\n", w -> w.bad(tag, ""));
        writes("* BYE x?y\r\n", w -> w.bye("x\r\ny"));
        writes("+ idling\r\n", w -> w.continuation("idling"));
        writes("a1 NO [TRYCREATE] no\r\n", w -> w.no(tag, ResponseCode.Plain.TRYCREATE, "no"));
        writes("a1 OK [READ-WRITE] ok\r\n", w -> w.ok(tag, ResponseCode.Plain.READ_WRITE, "ok"));
        writes(
                "* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n",
                w -> w.untaggedOk(new ResponseCode.PermanentFlags(List.of("\\Seen"), true), "x"));
        writes(
                "a1 OK [COPYUID 7 1:2,9 4:6] x\r\n",
                w ->
                        w.ok(
                                tag,
                                new ResponseCode.CopyUid(
                                        7, SequenceSet.parse("1,2,9"), SequenceSet.parse("4:6")),
                                "x"));
        writes(
                "a1 NO [BADCHARSET (UTF-8)] x\r\n",
                w -> w.no(tag, new ResponseCode.BadCharset(List.of("UTF-8")), "x"));
    }

    @Test
    void writesData() throws IOException {
        writes("* CAPABILITY A B\r\n", w -> w.capability(List.of("A", "B")));
        writes("* 4294967295 EXISTS\r\n", w -> w.exists(4294967295L));
        writes("* 0 RECENT\r\n", w -> w.recent(0));
        writes("* VANISHED (EARLIER) 1:3,5\r\n", w -> w.vanished(true, SequenceSet.parse("1:3,5")));
        writes("* SEARCH\r\n", w -> w.search(new long[0], OptionalLong.of(5)));
        writes("* SEARCH 1 9 (MODSEQ 5)\r\n", w -> w.search(new long[] {1, 9}, OptionalLong.of(5)));
        writes(
                "* ESEARCH (TAG \"a1\") UID MIN 2 COUNT 3 ALL 2,4:5\r\n",
                w ->
                        w.esearch(
                                new Tag("a1"),
                                new SearchAnswer(
                                        Numbering.UID,
                                        OptionalLong.of(2),
                                        OptionalLong.empty(),
                                        Optional.of(SequenceSet.parse("2,4:5")),
                                        OptionalLong.of(3),
                                        OptionalLong.empty())));
        writes(
                "* STATUS INBOX (MESSAGES 3 APPENDLIMIT NIL MAILBOXID (F1))\r\n",
                w ->
                        w.status(
                                MailboxName.INBOX,
                                List.of(
                                        StatusValue.number(StatusItem.MESSAGES, 3),
                                        StatusValue.nil(StatusItem.APPENDLIMIT),
                                        StatusValue.objectId(StatusItem.MAILBOXID, "F1"))));
        writes("* ID NIL\r\n", w -> w.id(Map.of()));
        writes("* ID (\"name\" \"a\\\"b\")\r\n", w -> w.id(Map.of("name", "a\"b")));
    }

    @Test
    void writesNamesAsTheClientReadsThem() throws IOException {
        ListEntry entry =
                new ListEntry(
                        new MailboxName("Entw\u00FCrfe"),
                        List.of("\\Drafts"),
                        List.of("SUBSCRIBED"),
                        Optional.of(new MailboxName("a b")));
        writes(
                "* LIST (\\Drafts) \"/\" Entw&APw-rfe (\"CHILDINFO\" (\"SUBSCRIBED\")"
                        + " \"OLDNAME\" (\"a b\"))\r\n",
                w -> w.list(entry));
        ListEntry plain = ListEntry.of(new MailboxName("R&D \u65E5"), List.of());
        assertThat(written(NameEncoding.UTF8, w -> w.list(plain)))
                .isEqualTo("* LIST () \"/\" \"R&D \u65E5\"\r\n");
        writes("* LSUB () \"/\" \"NIL\"\r\n", w -> w.lsub(List.of(), new MailboxName("NIL")));
        writes("\"\"", w -> w.string(""));
        writes("{3}\r\na\nb", w -> w.string("a\nb"));
        writes("{2}\r\n\u00FC", w -> w.string("\u00FC"));
    }

    @Test
    void writesFetches() throws IOException {
        writes(
                "* 12 FETCH (UID 34 FLAGS (\\Flagged) MODSEQ (5) RFC822.SIZE 6"
                        + " INTERNALDATE \"01-Jan-1970 00:00:00 +0000\" SAVEDATE NIL EMAILID (M1)"
                        + " THREADID NIL PREVIEW \"hi\" ENVELOPE (x) BODY[] {2}\r\n"
                        + "ab BINARY[1] NIL)\r\n",
                w -> {
                    FetchWriter fetch = new FetchWriter(w);
                    fetch.begin(12);
                    fetch.uid(34);
                    fetch.flags(FlagText.of(SystemFlag.FLAGGED.bit(), false, List.of()));
                    fetch.modSeq(5);
                    fetch.size(6);
                    fetch.internalDate(0);
                    fetch.saveDate(OptionalLong.empty());
                    fetch.emailId("M1");
                    fetch.threadId(Optional.empty());
                    fetch.preview(Optional.of("hi"));
                    fetch.ready(
                            FetchItem.Attribute.ENVELOPE,
                            out -> out.write("(x)".getBytes(StandardCharsets.US_ASCII)));
                    fetch.literal(
                            new FetchItem.BodySection(Section.WHOLE, Optional.empty(), false), 2);
                    w.output().ascii("ab");
                    fetch.nil(new FetchItem.BinarySection(List.of(1), Optional.empty(), false));
                    fetch.end();
                });
    }
}
