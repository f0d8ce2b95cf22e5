package org.mailroom.imap.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.imap.command.Append;
import org.mailroom.imap.command.AppendMessage;
import org.mailroom.imap.command.Authenticate;
import org.mailroom.imap.command.Command;
import org.mailroom.imap.command.Create;
import org.mailroom.imap.command.Fetch;
import org.mailroom.imap.command.FetchItem;
import org.mailroom.imap.command.Flag;
import org.mailroom.imap.command.ListCommand;
import org.mailroom.imap.command.MailboxName;
import org.mailroom.imap.command.NameEncoding;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.Search;
import org.mailroom.imap.command.SearchProgram;
import org.mailroom.imap.command.Section;
import org.mailroom.imap.command.Select;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.StatusItem;
import org.mailroom.imap.command.Store;
import org.mailroom.imap.command.StoreMode;
import org.mailroom.imap.command.SyntaxError;
import org.mailroom.imap.command.SystemFlag;
import org.mailroom.imap.command.Tag;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

@Timeout(20)
class CommandParserTest {
    private static final Tag A1 = new Tag("a1");

    /** Everything in the left column is understood as the record whose text is on the right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a1 CAPABILITY | Capability[tag=a1]",
                "a1 noop  | Noop[tag=a1]",
                "a1 Logout | Logout[tag=a1]",
                "a1 STARTTLS | StartTls[tag=a1]",
                "a1 NAMESPACE | Namespace[tag=a1]",
                "a1 SETACL INBOX bob +lr | Set[tag=a1, mailbox=INBOX, identifier=bob, rights=+lr]",
                "a1 DELETEACL INBOX -bob | Delete[tag=a1, mailbox=INBOX, identifier=-bob]",
                "a1 GETACL INBOX | Show[tag=a1, mailbox=INBOX]",
                "a1 LISTRIGHTS INBOX bob | Possible[tag=a1, mailbox=INBOX, identifier=bob]",
                "a1 MYRIGHTS inbox | Mine[tag=a1, mailbox=INBOX]",
                "a1 IDLE | Idle[tag=a1]",
                "a1 CHECK | Check[tag=a1]",
                "a1 CLOSE | Close[tag=a1]",
                "a1 UNSELECT | Unselect[tag=a1]",
                "a1 EXPUNGE | Expunge[tag=a1, uids=Optional.empty]",
                "a1 UID EXPUNGE 3:5 | Expunge[tag=a1, uids=Optional[3:5]]",
                "a1 uid expunge $ | Expunge[tag=a1, uids=Optional[$]]",
                "a1 ID NIL | Id[tag=a1, fields={}]",
                "a1 ID () | Id[tag=a1, fields={}]",
                "a1 ID (\"Name\" \"x\" \"os\" NIL) | Id[tag=a1, fields={name=x}]",
                "a1 ENABLE condstore X-1 | Enable[tag=a1, capabilities=[CONDSTORE, X-1]]",
                "a1 AUTHENTICATE plain | Authenticate[tag=a1, mechanism=PLAIN]",
                "a1 LOGIN alice secret | Login[tag=a1, user=alice]",
                "a1 LOGIN \"a\\\"b\" \"x y\" | Login[tag=a1, user=a\"b]",
                "a1 DELETE Plans | Delete[tag=a1, mailbox=Plans]",
                "a1 DELETE \"in box\" | Delete[tag=a1, mailbox=in box]",
                "a1 RENAME inbox Old | Rename[tag=a1, from=INBOX, to=Old]",
                "a1 RENAME a b/ | Rename[tag=a1, from=a, to=b]",
                "a1 SUBSCRIBE Entw&APw-rfe | Subscribe[tag=a1, mailbox=Entwürfe]",
                "a1 SUBSCRIBE \"Entwürfe\" | Subscribe[tag=a1, mailbox=Entwürfe]",
                "a1 UNSUBSCRIBE ~x] | Unsubscribe[tag=a1, mailbox=~x]]",
                "a1 CREATE Plans/ | Create[tag=a1, mailbox=Plans, specialUses=[]]",
                "a1 CREATE Bin (USE (\\Trash \\Junk))"
                        + " | Create[tag=a1, mailbox=Bin, specialUses=[\\Trash, \\Junk]]",
                "a1 COPY 2:4 Plans"
                        + " | Copy[tag=a1, numbering=SEQUENCE, messages=2:4, target=Plans]",
                "a1 UID MOVE 4,2:* INBOX"
                        + " | Move[tag=a1, numbering=UID, messages=4,2:*, target=INBOX]",
                "a1 LSUB \"\" % | Lsub[tag=a1, pattern=ListPattern[text=%]]",
                "a1 LSUB \"#x/\" \"\" | Lsub[tag=a1, pattern=ListPattern[text=]]",
                "a1  NOOP | Noop[tag=a1]",
            })
    void understands(String line, String record) throws IOException {
        assertThat(WireText.parse(line)).hasToString(record.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1",
                "a1 ",
                "a1 FOO",
                "a1 UID",
                "a1 UID NOOP",
                "a1 UID CREATE x",
                "a1 NOOP x",
                "a1 CAPABILITY ()",
                "a1 LOGIN",
                "a1 LOGIN alice",
                "a1 LOGIN alice x y",
                "a1 LOGIN \"alice x",
                "a1 LOGIN \"a\\x\" y",
                "a1 LOGIN (a) b",
                "a1 ID",
                "a1 ID NOT",
                "a1 ID (\"a\")",
                "a1 ID (a b)",
                "a1 AUTHENTICATE",
                "a1 AUTHENTICATE PLAIN !",
                "a1 ENABLE",
                "a1 SELECT",
                "a1 SELECT a b",
                "a1 SELECT *",
                "a1 SELECT \"\"",
                "a1 SELECT &",
                "a1 SELECT a (FOO)",
                "a1 SELECT a (QRESYNC)",
                "a1 SELECT a (QRESYNC (0 1))",
                "a1 SELECT a (QRESYNC (1 1 1:*))",
                "a1 SELECT a (QRESYNC (1 1 $))",
                "a1 SELECT a (QRESYNC (1 1 1:5 (1,2 7)))",
                "a1 SELECT a (CONDSTORE",
                "a1 CREATE a (USE)",
                "a1 CREATE a (USE (Trash))",
                "a1 CREATE a (SIZE 3)",
                "a1 RENAME a",
                "a1 LIST",
                "a1 LIST \"\"",
                "a1 LIST (RECURSIVEMATCH) \"\" *",
                "a1 LIST (FOO) \"\" *",
                "a1 LIST \"\" ()",
                "a1 LIST \"\" * RETURN",
                "a1 LIST \"\" * RETURN (FOO)",
                "a1 LIST \"\" * RETURN (STATUS)",
                "a1 LIST \"\" * RETURN (STATUS ())",
                "a1 LIST \"\" * FOO (CHILDREN)",
                "a1 STATUS INBOX",
                "a1 STATUS INBOX ()",
                "a1 STATUS INBOX MESSAGES",
                "a1 STATUS INBOX (FOO)",
                "a1 STATUS INBOX (MESSAGES",
                "a1 APPEND INBOX",
                "a1 APPEND INBOX x",
                "a1 APPEND INBOX \"x\" {3}",
                "a1 APPEND INBOX (\\Seen){3}",
                "a1 APPEND INBOX {3} x",
                "a1 APPEND INBOX {-3}",
                "a1 APPEND INBOX {99999999999999999999}",
                "a1 APPEND INBOX (\\Foo) {3}",
                "a1 APPEND INBOX \"32-Jan-2020 00:00:00 +0000\" {3}",
                "a1 APPEND INBOX \"01-Jan-2020 24:00:00 +0000\" {3}",
                "a1 APPEND INBOX \"01-Jan-2020 00:00:00 +9900\" {3}",
                "a1 APPEND INBOX UTF8 ({3}",
                "a1 APPEND INBOX CATENATE (URL \"x\")",
                "a1 FETCH",
                "a1 FETCH 1",
                "a1 FETCH x FLAGS",
                "a1 FETCH 0 FLAGS",
                "a1 FETCH 1 FOO",
                "a1 FETCH 1 ()",
                "a1 FETCH 1 (ALL)",
                "a1 FETCH 1 (FLAGS",
                "a1 FETCH 1 (FLAGS,UID)",
                "a1 FETCH 1 BODY[",
                "a1 FETCH 1 BODY[FOO]",
                "a1 FETCH 1 BODY[0]",
                "a1 FETCH 1 BODY[1.]",
                "a1 FETCH 1 BODY[MIME]",
                "a1 FETCH 1 BODY[HEADER.FIELDS]",
                "a1 FETCH 1 BODY[HEADER.FIELDS ()]",
                "a1 FETCH 1 BODY[HEADER.FIELDS (\"a:b\")]",
                "a1 FETCH 1 BODY[]<0>",
                "a1 FETCH 1 BODY[]<0.0>",
                "a1 FETCH 1 BODY.PEEK",
                "a1 FETCH 1 BINARY[TEXT]",
                "a1 FETCH 1 BINARY.SIZE[1]<0.5>",
                "a1 FETCH 1 FLAGS (VANISHED)",
                "a1 FETCH 1 FLAGS (CHANGEDSINCE 5 VANISHED)",
                "a1 UID FETCH 1 FLAGS (VANISHED)",
                "a1 FETCH 1 FLAGS (CHANGEDSINCE)",
                "a1 FETCH 1 FLAGS (FOO 3)",
                "a1 STORE 1 FLAGS",
                "a1 STORE 1 FOO (\\Seen)",
                "a1 STORE 1 *FLAGS (\\Seen)",
                "a1 STORE 1 FLAGS (\\Foo)",
                "a1 STORE 1 FLAGS (a]b)",
                "a1 STORE 1 (UNCHANGEDSINCE) FLAGS ()",
                "a1 STORE 1 (UNCHANGEDSINCE 99999999999999999999) FLAGS ()",
                "a1 COPY 1",
                "a1 COPY x y",
                "a1 SEARCH",
                "a1 SEARCH FOO",
                "a1 SEARCH ()",
                "a1 SEARCH (ALL",
                "a1 SEARCH NOT",
                "a1 SEARCH OR ALL",
                "a1 SEARCH BEFORE x",
                "a1 SEARCH BEFORE 31-Feb-2020",
                "a1 SEARCH BEFORE 1-Foo-2020",
                "a1 SEARCH BEFORE 1-Jan-20",
                "a1 SEARCH LARGER x",
                "a1 SEARCH LARGER -1",
                "a1 SEARCH KEYWORD \\Seen",
                "a1 SEARCH MODSEQ",
                "a1 SEARCH MODSEQ \"/flags/x\" me 3",
                "a1 SEARCH HEADER Subject",
                "a1 SEARCH EMAILID \"a b\"",
                "a1 SEARCH RETURN ALL ALL",
                "a1 SEARCH RETURN (FOO) ALL",
                "a1 SEARCH RETURN (ALL)",
                "a1 SEARCH 0",
                "a1 SEARCH 5:",
                "a1 SEARCH SUBJECT \"x\ny\"",
            })
    void refusesUnderTheTag(String line) {
        assertThatThrownBy(() -> WireText.parse(line))
                .isInstanceOfSatisfying(
                        SyntaxError.class,
                        error -> {
                            assertThat(error.tag()).contains(A1);
                            assertThat(error.answer()).isEqualTo(SyntaxError.Answer.BAD);
                            assertThat(error.message()).isNotBlank();
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "+ x", "* NOOP", "(a) NOOP", "a\"b NOOP", "\u00E4 NOOP"})
    void refusesWithoutATag(String line) {
        assertThatThrownBy(() -> WireText.parse(line))
                .isInstanceOfSatisfying(
                        SyntaxError.class, error -> assertThat(error.tag()).isEmpty());
    }

    @Test
    void saysWhere() {
        assertThatThrownBy(() -> WireText.parse("a1 STORE 1 FOO (x)"))
                .hasMessage("expected FLAGS at character 15");
    }

    @Test
    void takesInitialResponses() throws IOException {
        assertThat(((Authenticate) WireText.parse("a1 AUTHENTICATE PLAIN =")).initialResponse())
                .contains("=");
        assertThat(((Authenticate) WireText.parse("a1 AUTHENTICATE X AGEAYg==")).initialResponse())
                .contains("AGEAYg==");
    }

    @Test
    void neverShowsSecrets() throws IOException {
        assertThat(WireText.parse("a1 LOGIN a hunter2").toString()).doesNotContain("hunter2");
        assertThat(WireText.parse("a1 AUTHENTICATE PLAIN aHVudGVyMg==").toString())
                .doesNotContain("aHVud");
    }

    @Test
    void readsLiteralsOfBothKinds() throws IOException {
        WireText wire = new WireText("a1 LOGIN {5}\r\nalice {3+}\r\na b\r\na2 NOOP\r\n");
        CommandParser parser = new CommandParser(wire, ParserLimits.DEFAULT);
        Command.Login login = (Command.Login) parser.next(NameEncoding.UTF8);
        assertThat(login.user()).isEqualTo("alice");
        assertThat(login.password()).isEqualTo("a b");
        assertThat(wire.continuations()).isEqualTo(1);
        assertThat(parser.next(NameEncoding.UTF8).tag()).hasToString("a2");
    }

    @Test
    void namesAreAsEnabled() throws IOException {
        String wire = "a1 DELETE \"R&D\"\r\n";
        CommandParser utf8 = WireText.parser(wire);
        assertThat(((Command.Delete) utf8.next(NameEncoding.UTF8)).mailbox().value())
                .isEqualTo("R&D");
        CommandParser utf7 = WireText.parser(wire);
        assertThatThrownBy(() -> utf7.next(NameEncoding.MODIFIED_UTF7))
                .isInstanceOf(SyntaxError.class);
    }

    /** What a client sends along with a bad command is not taken for commands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1 FOO {9+}\r\nx DELETE y\r\n",
                "a1 LOGIN {9+}\r\nx DELETE y {3+}\r\nabc z\r\n",
                "a1 SEARCH FOO {9+}\r\nx DELETE  {9+}\r\nx DELETE \r\n",
                "(x {9+}\r\nx DELETE \r\n",
                "a1 APPEND INBOX (\\Foo) {9+}\r\nx DELETE \r\n",
                "a1 DELETE {70000+}\r\n" + "LONG" + "\r\n",
            })
    void readsPastWhatComesWithABadCommand(String bad) throws IOException {
        String text = bad.replace("LONG", "x".repeat(70_000)) + "a2 NOOP\r\n";
        CommandParser parser = WireText.parser(text);
        assertThatThrownBy(() -> parser.next(NameEncoding.UTF8)).isInstanceOf(SyntaxError.class);
        assertThat(parser.next(NameEncoding.UTF8)).isEqualTo(new Command.Noop(new Tag("a2")));
    }

    @Test
    void refusesLongLiteralsBeforeTheyAreSent() throws IOException {
        CommandParser parser = WireText.parser("a1 DELETE {70000}\r\na2 NOOP\r\n");
        assertThatThrownBy(() -> parser.next(NameEncoding.UTF8))
                .isInstanceOfSatisfying(
                        SyntaxError.class,
                        e -> assertThat(e.answer()).isEqualTo(SyntaxError.Answer.TOO_BIG));
        assertThat(parser.next(NameEncoding.UTF8).tag()).hasToString("a2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1 DELETE {99999999999+}\r\n",
                "a1 FOO {99999999999999999999+}\r\n",
                "a1 SEARCH TEXT LONG\r\n",
                "LONG LONG\r\n",
            })
    void closesWhereTheWireIsLost(String text) {
        CommandParser parser = WireText.parser(text.replace("LONG", "x".repeat(70_000)));
        assertThatThrownBy(() -> parser.next(NameEncoding.UTF8))
                .isInstanceOfSatisfying(
                        SyntaxError.class,
                        e -> assertThat(e.answer()).isEqualTo(SyntaxError.Answer.CLOSE));
    }

    @Test
    void boundsTheWholeCommand() {
        StringBuilder text = new StringBuilder("a1 SEARCH");
        for (int i = 0; i < 5; i++) {
            text.append(" TEXT {60000+}\r\n").append("x".repeat(60_000));
        }
        CommandParser parser = WireText.parser(text + "\r\n");
        assertThatThrownBy(() -> parser.next(NameEncoding.UTF8))
                .isInstanceOfSatisfying(
                        SyntaxError.class,
                        e -> assertThat(e.answer()).isEqualTo(SyntaxError.Answer.TOO_BIG));
    }

    @Test
    void selects() throws IOException {
        Select plain = (Select) WireText.parse("a1 EXAMINE inbox");
        assertThat(plain.readOnly()).isTrue();
        assertThat(plain.mailbox()).isEqualTo(MailboxName.INBOX);
        Select select =
                (Select)
                        WireText.parse(
                                "a1 SELECT INBOX (QRESYNC (67890007 90060115194045000"
                                        + " 41:211,214:541 (1,5,9 41,45,50)) CONDSTORE)");
        assertThat(select.parameters().condstore()).isTrue();
        var qresync = select.parameters().qresync().orElseThrow();
        assertThat(qresync.uidValidity()).isEqualTo(67890007);
        assertThat(qresync.modSeq()).isEqualTo(90060115194045000L);
        assertThat(qresync.knownUids()).contains(SequenceSet.parse("41:211,214:541"));
        assertThat(qresync.sequenceMatch().orElseThrow().uids())
                .isEqualTo(SequenceSet.parse("41,45,50"));
        Select unknown = (Select) WireText.parse("a1 SELECT x (QRESYNC (1 5 (1:3 4:6)))");
        assertThat(unknown.parameters().qresync().orElseThrow().knownUids()).isEmpty();
        assertThat(unknown.parameters().qresync().orElseThrow().sequenceMatch()).isPresent();
    }

    @Test
    void lists() throws IOException {
        ListCommand plain = (ListCommand) WireText.parse("a1 LIST \"\" *");
        assertThat(plain.extended()).isFalse();
        assertThat(plain.patterns()).singleElement().hasToString("ListPattern[text=*]");
        ListCommand extended =
                (ListCommand)
                        WireText.parse(
                                "a1 LIST (SUBSCRIBED RECURSIVEMATCH) a/ (\"x %\" b*)"
                                        + " RETURN (CHILDREN SPECIAL-USE STATUS (MESSAGES SIZE))");
        assertThat(extended.extended()).isTrue();
        assertThat(extended.patterns()).extracting("text").containsExactly("a/x %", "a/b*");
        assertThat(extended.selection())
                .containsExactlyInAnyOrder(
                        ListCommand.Selection.SUBSCRIBED, ListCommand.Selection.RECURSIVEMATCH);
        assertThat(extended.returns())
                .containsExactlyInAnyOrder(
                        ListCommand.Return.CHILDREN,
                        ListCommand.Return.SPECIAL_USE,
                        ListCommand.Return.STATUS);
        assertThat(extended.statusItems())
                .containsExactlyInAnyOrder(StatusItem.MESSAGES, StatusItem.SIZE);
        assertThat(((ListCommand) WireText.parse("a1 LIST () \"\" % RETURN ()")).extended())
                .isTrue();
        assertThat(((ListCommand) WireText.parse("a1 LIST x \"\"")).patterns().getFirst().isEmpty())
                .isTrue();
    }

    @Test
    void asksStatus() throws IOException {
        Command.Status status =
                (Command.Status)
                        WireText.parse(
                                "a1 STATUS blurdybloop (UIDNEXT messages recent uidvalidity unseen"
                                        + " deleted size highestmodseq appendlimit mailboxid)");
        assertThat(status.items()).containsExactlyInAnyOrder(StatusItem.values());
    }

    @Test
    void creates() throws IOException {
        Create create = (Create) WireText.parse("a1 CREATE \"a b/\" (USE ())");
        assertThat(create.mailbox().value()).isEqualTo("a b");
    }

    @Test
    void appendsInTheSessionsHands() throws IOException {
        WireText wire =
                new WireText(
                        "a1 APPEND INBOX (\\Seen $x \\Recent) \" 1-Feb-2020 01:02:03 -0730\""
                                + " {5}\r\n"
                                + "hello (\\Draft) ~{4+}\r\n"
                                + "ab\0c UTF8 (~{2+}\r\n"
                                + "hi)\r\n"
                                + "a2 NOOP\r\n");
        CommandParser parser = new CommandParser(wire, ParserLimits.DEFAULT);
        Append append = (Append) parser.next(NameEncoding.UTF8);
        AppendMessage first = append.first();
        assertThat(first.flags().flags()).containsExactly(SystemFlag.SEEN, new Flag.Keyword("$X"));
        assertThat(first.internalDate())
                .contains(OffsetDateTime.parse("2020-02-01T01:02:03-07:30"));
        assertThat(first.literal().size()).isEqualTo(5);
        assertThat(first.literal().synchronising()).isTrue();
        assertThat(wire.continuations()).isZero();
        assertThat(text(wire, 5)).isEqualTo("hello");
        AppendMessage second = parser.nextMessage().orElseThrow();
        assertThat(second.literal().binary()).isTrue();
        assertThat(second.literal().synchronising()).isFalse();
        assertThat(text(wire, 4)).isEqualTo("ab\0c");
        AppendMessage third = parser.nextMessage().orElseThrow();
        assertThat(third.literal().utf8()).isTrue();
        assertThat(text(wire, 2)).isEqualTo("hi");
        assertThat(parser.nextMessage()).isEmpty();
        assertThat(parser.next(NameEncoding.UTF8).tag()).hasToString("a2");
    }

    private static String text(WireText wire, int length) throws IOException {
        return new String(wire.readLiteral(length), StandardCharsets.US_ASCII);
    }

    @Test
    void appendsCanBeAbandoned() throws IOException {
        WireText wire =
                new WireText(
                        "a1 APPEND x {9+}\r\nx DELETE  {9+}\r\nx DELETE \r\n"
                                + "a2 APPEND y {3}\r\n"
                                + "a3 APPEND z {3+}\r\nabc {4+}\r\ndefg\r\n"
                                + "a4 NOOP\r\n");
        CommandParser parser = new CommandParser(wire, ParserLimits.DEFAULT);
        parser.next(NameEncoding.UTF8);
        parser.abandonAppend(false);
        assertThat(parser.next(NameEncoding.UTF8).tag()).hasToString("a2");
        parser.abandonAppend(false);
        assertThat(parser.next(NameEncoding.UTF8).tag()).hasToString("a3");
        wire.readLiteral(3);
        parser.abandonAppend(true);
        assertThat(parser.next(NameEncoding.UTF8).tag()).hasToString("a4");
    }

    @Test
    void badNextMessagesAreReadPast() throws IOException {
        WireText wire =
                new WireText("a1 APPEND x {1+}\r\na (\\Foo) {9+}\r\nx DELETE \r\na2 NOOP\r\n");
        CommandParser parser = new CommandParser(wire, ParserLimits.DEFAULT);
        parser.next(NameEncoding.UTF8);
        wire.readLiteral(1);
        assertThatThrownBy(parser::nextMessage)
                .isInstanceOfSatisfying(
                        SyntaxError.class, error -> assertThat(error.tag()).contains(A1));
        assertThat(parser.next(NameEncoding.UTF8).tag()).hasToString("a2");
    }

    private static List<FetchItem> items(String items) throws IOException {
        return ((Fetch) WireText.parse("a1 FETCH 1 " + items)).items();
    }

    @Test
    void fetchesAttributes() throws IOException {
        assertThat(items("(FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY)"))
                .isEqualTo(items("full"))
                .containsAll(items("ALL"));
        assertThat(items("fast")).hasSize(3);
        assertThat(items("(UID MODSEQ EMAILID THREADID SAVEDATE BODYSTRUCTURE FLAGS FLAGS )"))
                .hasSize(7)
                .allMatch(FetchItem.Attribute.class::isInstance);
        assertThat(items("(RFC822 RFC822.HEADER RFC822.TEXT)"))
                .containsExactly(FetchItem.Rfc822.values());
        assertThat(items("PREVIEW")).containsExactly(new FetchItem.Preview(false));
        assertThat(items("(PREVIEW (LAZY) UID)"))
                .containsExactly(new FetchItem.Preview(true), FetchItem.Attribute.UID);
        Fetch both = (Fetch) WireText.parse("a1 FETCH 1 PREVIEW (CHANGEDSINCE 5)");
        assertThat(both.items())
                .containsExactly(new FetchItem.Preview(false), FetchItem.Attribute.MODSEQ);
    }

    @Test
    void fetchesSections() throws IOException {
        assertThat(items("BODY[]"))
                .containsExactly(new FetchItem.BodySection(Section.WHOLE, Optional.empty(), false));
        assertThat(items("body.peek[header.fields (From \"To\" {2+}\r\nCc)]<10.500>"))
                .containsExactly(
                        new FetchItem.BodySection(
                                new Section(
                                        List.of(),
                                        Section.Text.HEADER_FIELDS,
                                        List.of("From", "To", "Cc")),
                                Optional.of(new FetchItem.Partial(10, 500)),
                                true));
        assertThat(items("(BODY[1.2.MIME] BODY[3.HEADER.FIELDS.NOT (x)] BODY[2] BODY[2.TEXT])"))
                .extracting(item -> ((FetchItem.BodySection) item).section())
                .containsExactly(
                        new Section(List.of(1, 2), Section.Text.MIME, List.of()),
                        new Section(List.of(3), Section.Text.HEADER_FIELDS_NOT, List.of("x")),
                        new Section(List.of(2), Section.Text.ALL, List.of()),
                        new Section(List.of(2), Section.Text.TEXT, List.of()));
        assertThat(items("(BINARY[1.2]<0.9> BINARY.PEEK[] BINARY.SIZE[3])"))
                .containsExactly(
                        new FetchItem.BinarySection(
                                List.of(1, 2), Optional.of(new FetchItem.Partial(0, 9)), false),
                        new FetchItem.BinarySection(List.of(), Optional.empty(), true),
                        new FetchItem.BinarySize(List.of(3)));
        assertThat(items("(BODY[] RFC822.TEXT BINARY[1])")).allMatch(FetchItem::marksSeen);
        assertThat(items("(BODY.PEEK[] RFC822.HEADER BINARY.PEEK[1] BINARY.SIZE[1] UID)"))
                .noneMatch(FetchItem::marksSeen);
    }

    @Test
    void fetchesChanges() throws IOException {
        Fetch fetch = (Fetch) WireText.parse("a1 UID FETCH 1:* FLAGS (CHANGEDSINCE 9 VANISHED)");
        assertThat(fetch.numbering()).isEqualTo(Numbering.UID);
        assertThat(fetch.items())
                .containsExactly(
                        FetchItem.Attribute.UID,
                        FetchItem.Attribute.FLAGS,
                        FetchItem.Attribute.MODSEQ);
        assertThat(fetch.modifiers().changedSince()).isEqualTo(OptionalLong.of(9));
        assertThat(fetch.modifiers().vanished()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "FLAGS (\\Seen),REPLACE,false",
        "flags.silent (),REPLACE,true",
        "+FLAGS \\Seen,ADD,false",
        "-FLAGS.SILENT (\\seen),REMOVE,true",
    })
    void stores(String words, StoreMode.Change change, boolean silent) throws IOException {
        Store store = (Store) WireText.parse("a1 STORE 2:4 " + words);
        assertThat(store.mode()).isEqualTo(new StoreMode(change, silent, OptionalLong.empty()));
        assertThat(store.flags().flags()).isSubsetOf(SystemFlag.SEEN);
    }

    @Test
    void storesConditionally() throws IOException {
        Store store =
                (Store)
                        WireText.parse(
                                "a1 UID STORE $ (UNCHANGEDSINCE 0) +FLAGS \\Deleted $junk"
                                        + " \\Deleted");
        assertThat(store.mode().unchangedSince()).isEqualTo(OptionalLong.of(0));
        assertThat(store.messages().isSavedResult()).isTrue();
        assertThat(store.flags().flags())
                .containsExactly(SystemFlag.DELETED, new Flag.Keyword("$JUNK"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ALL | All[]",
                "UNSEEN | Not[key=HasFlag[flag=SEEN]]",
                "OLD | Not[key=HasFlag[flag=RECENT]]",
                "NEW | And[keys=[HasFlag[flag=RECENT], Not[key=HasFlag[flag=SEEN]]]]",
                "keyword $Work | HasKeyword[keyword=Keyword[wire=$Work]]",
                "UNKEYWORD x | Not[key=HasKeyword[keyword=Keyword[wire=x]]]",
                "2,4:* | Numbers[set=2,4:*]",
                "$ | Numbers[set=$]",
                "UID 1:9 | Uids[set=1:9]",
                "LARGER 10 SMALLER 20" + " | And[keys=[Larger[octets=10], Smaller[octets=20]]]",
                "SINCE 1-Feb-1994" + " | Dated[which=INTERNAL, compare=SINCE, date=1994-02-01]",
                "SENTBEFORE \"28-feb-2004\""
                        + " | Dated[which=SENT, compare=BEFORE, date=2004-02-28]",
                "SAVEDON 03-Mar-2003 | Dated[which=SAVED, compare=ON, date=2003-03-03]",
                "SAVEDATESUPPORTED | SaveDateSupported[]",
                "FROM \"Smith\" | Contains[place=FROM, text=Smith]",
                "TEXT ä | !",
                "TEXT \"ä\" | Contains[place=TEXT, text=ä]",
                "HEADER Message-ID \"\" | HeaderContains[field=Message-ID, text=]",
                "OR SEEN NOT DRAFT"
                        + " | Or[left=HasFlag[flag=SEEN], right=Not[key=HasFlag[flag=DRAFT]]]",
                "(SEEN (FLAGGED))" + " | And[keys=[HasFlag[flag=SEEN], HasFlag[flag=FLAGGED]]]",
                "MODSEQ 620162338 | ModSeq[entry=Optional.empty, atLeast=620162338]",
                "MODSEQ \"/flags/\\\\draft\" all 62"
                        + " | ModSeq[entry=Optional[/flags/\\draft], atLeast=62]",
                "EMAILID M6d99 | EmailId[id=M6d99]",
                "THREADID T64b | ThreadId[id=T64b]",
                "CHARSET UTF-8 SUBJECT \"é\" | Contains[place=SUBJECT, text=é]",
                "CHARSET us-ascii BCC x | Contains[place=BCC, text=x]",
            })
    void searches(String keys, String tree) throws IOException {
        if (tree.strip().equals("!")) {
            assertThatThrownBy(() -> WireText.parse("a1 SEARCH " + keys))
                    .isInstanceOf(SyntaxError.class);
            return;
        }
        Search search = (Search) WireText.parse("a1 UID SEARCH " + keys);
        assertThat(search.numbering()).isEqualTo(Numbering.UID);
        assertThat(search.program().key()).hasToString(tree.strip());
        assertThat(search.program().returns()).isEmpty();
    }

    @Test
    void searchesInOtherCharsets() throws IOException {
        byte[] wire =
                "a1 SEARCH CHARSET ISO-8859-1 TEXT {4+}\r\ncaf\u00E9\r\n"
                        .getBytes(StandardCharsets.ISO_8859_1);
        Search search =
                (Search)
                        new CommandParser(new WireText(wire), ParserLimits.DEFAULT)
                                .next(NameEncoding.UTF8);
        assertThat(search.program().key()).hasToString("Contains[place=TEXT, text=café]");
        assertThatThrownBy(() -> WireText.parse("a1 SEARCH CHARSET x-klingon TEXT a"))
                .isInstanceOfSatisfying(
                        SyntaxError.class,
                        e -> assertThat(e.answer()).isEqualTo(SyntaxError.Answer.BAD_CHARSET));
    }

    @Test
    void searchReturns() throws IOException {
        Search save = (Search) WireText.parse("a1 SEARCH RETURN (save min COUNT) ALL");
        assertThat(save.program().returns().orElseThrow())
                .containsExactlyInAnyOrder(
                        SearchProgram.Return.SAVE,
                        SearchProgram.Return.MIN,
                        SearchProgram.Return.COUNT);
        Search empty = (Search) WireText.parse("a1 SEARCH RETURN () MODSEQ 5");
        assertThat(empty.program().returns().orElseThrow())
                .containsExactly(SearchProgram.Return.ALL);
        assertThat(empty.program().usesModSeq()).isTrue();
    }

    /** What a client can make grow has an end, and the end has a name. */
    @Test
    void boundsEverything() {
        refusedFor("a1 SEARCH " + "NOT ".repeat(60) + "ALL", "nested deeper");
        refusedFor("a1 SEARCH " + "(".repeat(60) + "ALL" + ")".repeat(60), "nested deeper");
        refusedFor("a1 SEARCH " + "ALL ".repeat(10_001), "search keys");
        refusedFor("a1 FETCH " + "1,3,".repeat(10_001) + "5 FLAGS", "ranges");
        refusedFor("a1 FETCH 1 BODY[" + "1.".repeat(60) + "1]", "deeper");
        refusedFor("a1 FETCH 1 (" + "UID ".repeat(501) + ")", "items");
        refusedFor("a1 FETCH 1 BODY[HEADER.FIELDS (" + "a ".repeat(501) + ")]", "fields");
        refusedFor("a1 STORE 1 FLAGS (" + "a ".repeat(201) + ")", "flags");
        refusedFor("a1 STORE 1 FLAGS " + "a ".repeat(201), "flags");
        refusedFor("a1 LIST \"\" (" + "a ".repeat(101) + ")", "patterns");
        refusedFor("a1 ID (" + "\"a\" \"b\" ".repeat(31) + ")", "fields");
        refusedFor("a1 DELETE " + "x".repeat(1001), "mailbox name");
        refusedFor("x".repeat(300) + " NOOP", "tag");
    }

    private static void refusedFor(String line, String what) {
        assertThatThrownBy(() -> WireText.parse(line))
                .isInstanceOf(SyntaxError.class)
                .hasMessageContaining(what);
    }
}
