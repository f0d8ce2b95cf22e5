package org.mailroom.server.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.mailroom.transport.testkit.TestClient;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A logged-in IMAP client that knows literals. RFC 9051. */
final class ImapMail implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\}$");
    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern APPENDED = Pattern.compile("\\[APPENDUID (\\d+) (\\d+)\\]");

    private final TestClient client;
    private int tags;

    private ImapMail(TestClient client) {
        this.client = client;
    }

    static ImapMail login(int port, String user) {
        return login(TestClient.plain(port), user);
    }

    static ImapMail loginOverTls(int port, String user) {
        return login(TestClient.tls(port), user);
    }

    private static ImapMail login(TestClient client, String user) {
        client.expect("* OK *");
        ImapMail mail = new ImapMail(client);
        mail.ok("LOGIN " + LiveServer.address(user) + " \"" + LiveServer.PASSWORD + "\"");
        return mail;
    }

    TestClient client() {
        return client;
    }

    /** Runs a command, which must be OK; gives all lines, literals in place. */
    List<String> ok(String command) {
        String tag = "t" + ++tags;
        client.send(tag + " " + command);
        List<String> lines = answer(tag);
        assertThat(lines.getLast()).startsWith(tag + " OK");
        return lines;
    }

    private List<String> answer(String tag) {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(whole());
            assertThat(lines.getLast()).doesNotStartWith("* BYE");
        } while (!lines.getLast().startsWith(tag + " "));
        return lines;
    }

    /** A response with its literals. */
    private String whole() {
        StringBuilder text = new StringBuilder(client.line());
        Matcher literal = LITERAL.matcher(text);
        while (literal.find()) {
            byte[] bytes = client.bytes(Integer.parseInt(literal.group(1)));
            text.append("\r\n").append(new String(bytes, StandardCharsets.ISO_8859_1));
            int from = text.length();
            text.append(client.line());
            literal = LITERAL.matcher(text).region(from, text.length());
        }
        return text.toString();
    }

    /** The number of messages. */
    int select(String mailbox) {
        return ok("SELECT " + mailbox).stream()
                .filter(line -> line.endsWith(" EXISTS"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Appends one message; gives its UIDVALIDITY and UID, "1/7". */
    String append(String mailbox, byte[] message) {
        startAppend(mailbox, message);
        return endAppend();
    }

    void startAppend(String mailbox, byte[] message) {
        String tag = "t" + ++tags;
        client.send(tag + " APPEND " + mailbox + " {" + message.length + "+}");
        client.sendRaw(message).sendRaw("\r\n");
    }

    String endAppend() {
        String tag = "t" + tags;
        String last = answer(tag).getLast();
        assertThat(last).startsWith(tag + " OK");
        Matcher uid = APPENDED.matcher(last);
        assertThat(uid.find()).as(last).isTrue();
        return uid.group(1) + "/" + uid.group(2);
    }

    /** Every message of the selected mailbox in order of UID: its UID and bytes. */
    void bodies(BiConsumer<Long, byte[]> sink) {
        fetch("UID FETCH 1:* (UID BODY.PEEK[])", sink);
    }

    private void fetch(String command, BiConsumer<Long, byte[]> sink) {
        String tag = "t" + ++tags;
        client.send(tag + " " + command);
        while (true) {
            String line = client.line();
            if (line.startsWith(tag + " ")) {
                assertThat(line).startsWith(tag + " OK");
                return;
            }
            Matcher literal = LITERAL.matcher(line);
            if (line.contains(" FETCH ") && literal.find()) {
                byte[] body = client.bytes(Integer.parseInt(literal.group(1)));
                Matcher uid = UID.matcher(line + client.line());
                assertThat(uid.find()).as(line).isTrue();
                sink.accept(Long.valueOf(uid.group(1)), body);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
