package org.mailroom.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailroom.imap.ImapTestServer;
import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.mailbox.Flags;
import org.mailroom.mailstore.mailbox.MailboxName;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.transport.testkit.TestClient;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands put together at random, in every state: each is answered once, and never with an
 * apology. Literals in answers are read by their length.
 */
@Timeout(120)
class RandomDialogueTest {
    private static final Pattern LITERAL = Pattern.compile(".*\\{(\\d+)}");

    private static final String[] SETS = {
        "1", "1:*", "*", "2:3,5", "$", "4294967295", "7:2", "1:100", "*:1", "3,*"
    };

    private static final String[] NAMES = {
        "INBOX", "Archive", "a", "a/b", "a/b/c", "\"a b\"", "inbox/x", "Sent", "&-", "\"\"", "d%*",
        "Trash"
    };

    private static final String[] FLAGS = {
        "(\\Seen)", "(\\Deleted \\Flagged)", "()", "work", "(work Work play)", "\\Recent", "(\\X)"
    };

    private static final String[] ITEMS = {
        "FLAGS",
        "(UID FLAGS MODSEQ)",
        "FULL",
        "BODYSTRUCTURE",
        "BODY.PEEK[]",
        "BODY[TEXT]",
        "BODY[1]<0.10>",
        "BODY.PEEK[HEADER.FIELDS (Subject From)]",
        "BODY.PEEK[HEADER.FIELDS.NOT (Subject)]",
        "BODY.PEEK[1.MIME]",
        "BODY.PEEK[9.TEXT]",
        "BINARY[1]",
        "BINARY.PEEK[]",
        "BINARY.SIZE[1]",
        "(EMAILID THREADID SAVEDATE PREVIEW)",
        "RFC822",
        "(RFC822.SIZE INTERNALDATE ENVELOPE)"
    };

    private static final String[] KEYS = {
        "ALL",
        "SEEN",
        "RECENT",
        "NEW",
        "NOT DELETED",
        "OR FLAGGED KEYWORD work",
        "SUBJECT s",
        "BODY b",
        "TEXT zzz",
        "FROM ann",
        "HEADER Message-ID \"\"",
        "SINCE 1-Jan-2020",
        "SENTBEFORE 1-Jan-2020",
        "LARGER 10",
        "UID 1:*",
        "2:*",
        "$",
        "MODSEQ 5",
        "(SMALLER 100000 UNANSWERED)",
        "CHARSET UTF-8 SUBJECT \"x\"",
        "EMAILID M1",
        "SAVEDSINCE 1-Jan-2020"
    };

    private static final String[] RETURNS = {
        "", "RETURN () ", "RETURN (MIN MAX) ", "RETURN (SAVE) ", "RETURN (SAVE COUNT ALL) "
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyCommandIsAnswered(long seed) {
        var random = new SplittableRandom(seed);
        var server = ImapTestServer.shared();
        Account account = server.account();
        for (int i = 0; i < 5; i++) {
            byte[] message = TestStore.message("s" + i, "body " + i);
            server.store().append(server.mail(account), MailboxName.INBOX, message, Flags.NONE);
        }
        TestClient client = TestClient.plain(server.listener().port());
        client.expect("* OK *");
        int done = 0;
        for (int i = 0; i < 400; i++) {
            String command = command(random, account);
            String reply = answer(client, "t" + i, command);
            assertThat(reply)
                    .as("seed %d, command %d: %s", seed, i, command)
                    .matches("(?s)(OK|NO|BAD) .+")
                    .doesNotContain("SERVERBUG");
            done += reply.startsWith("OK") ? 1 : 0;
        }
        assertThat(done).as("seed %d", seed).isGreaterThan(100);
        client.close();
    }

    private static String answer(TestClient client, String tag, String command) {
        client.send(tag + " " + command);
        while (true) {
            String line = client.line();
            Matcher literal = LITERAL.matcher(line);
            if (literal.matches()) {
                client.bytes(Integer.parseInt(literal.group(1)));
            } else if (line.startsWith("+ ")) {
                client.send("DONE");
            } else if (line.startsWith(tag + " ")) {
                return line.substring(tag.length() + 1);
            }
        }
    }

    private static String pick(SplittableRandom random, String... from) {
        return from[random.nextInt(from.length)];
    }

    private static String command(SplittableRandom random, Account account) {
        String set = pick(random, SETS);
        String name = pick(random, NAMES);
        String uid = pick(random, "", "UID ");
        return switch (random.nextInt(30)) {
            case 0 -> "LOGIN " + account.address() + " secret";
            case 1, 2 -> pick(random, "SELECT ", "EXAMINE ") + name;
            case 3 ->
                    "SELECT INBOX "
                            + pick(
                                    random,
                                    "(CONDSTORE)",
                                    "(QRESYNC (1 1))",
                                    "(QRESYNC (" + "1 2 1:5))");
            case 4 -> "CREATE " + name + pick(random, "", " (USE (\\Junk))", "/");
            case 5 -> "DELETE " + name;
            case 6 -> "RENAME " + name + " " + pick(random, NAMES);
            case 7 -> pick(random, "SUBSCRIBE ", "UNSUBSCRIBE ") + name;
            case 8 ->
                    "LIST "
                            + pick(
                                    random,
                                    "",
                                    "(SUBSCRIBED) ",
                                    "(RECURSIVEMATCH SUBSCRIBED) ",
                                    "(SPECIAL-USE) ")
                            + "\"\" "
                            + pick(random, "*", "%", "a/%", "(INBOX *b)", "\"\"")
                            + pick(
                                    random,
                                    "",
                                    " RETURN (CHILDREN SUBSCRIBED STATUS (MESSAGES SIZE))");
            case 9 -> "LSUB \"\" " + pick(random, "*", "%");
            case 10 ->
                    "STATUS "
                            + name
                            + " (MESSAGES RECENT UIDNEXT UNSEEN DELETED SIZE HIGHESTMODSEQ"
                            + " MAILBOXID)";
            case 11, 12 ->
                    "APPEND "
                            + name
                            + " "
                            + pick(random, "", "(\\Seen) ", "(\\Deleted work) ")
                            + pick(
                                    random,
                                    "{3+}\r\nx:y",
                                    "~{2+}\r\nab",
                                    "{0+}\r\n",
                                    "UTF8 (~{1+}\r\nx)",
                                    "{1+}\r\na {1+}\r\nb");
            case 13 -> pick(random, "NOOP", "CHECK", "NAMESPACE", "CAPABILITY", "IDLE", "ID NIL");
            case 14 -> pick(random, "CLOSE", "UNSELECT", "NOOP", "NOOP");
            case 15 -> pick(random, "EXPUNGE", "UID EXPUNGE " + set);
            case 16 ->
                    "ENABLE "
                            + pick(random, "CONDSTORE", "QRESYNC", "UTF8=ACCEPT", "X", "IMAP4rev2");
            case 17, 18, 19 ->
                    uid
                            + "STORE "
                            + set
                            + pick(random, " ", " (UNCHANGEDSINCE 9) ")
                            + pick(random, "", "+", "-")
                            + pick(random, "FLAGS ", "FLAGS.SILENT ")
                            + pick(random, FLAGS);
            case 20, 21 -> uid + pick(random, "COPY ", "MOVE ") + set + " " + name;
            case 22, 23, 24 ->
                    uid
                            + "SEARCH "
                            + pick(random, RETURNS)
                            + pick(random, KEYS)
                            + " "
                            + pick(random, KEYS);
            default ->
                    uid
                            + "FETCH "
                            + set
                            + " "
                            + pick(random, ITEMS)
                            + pick(
                                    random,
                                    "",
                                    "",
                                    " (CHANGEDSINCE 5)",
                                    " (CHANGEDSINCE 5 VANISHED)");
        };
    }
}
