package org.mailroom.transport.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * Plays a dialogue written down in a resource against a server on loopback. The language is in
 * transport/README.md. An {@link AssertionError} names the resource and the line.
 *
 * <pre>{@code
 * new Transcript(port).with("user", "alice").play(CreateTest.class, "create.imap");
 * }</pre>
 */
public final class Transcript {
    private static final java.util.regex.Pattern STEP =
            java.util.regex.Pattern.compile("([CS])(\\d+)(~?:|\\||\\+)? ?(.*)");

    private static final java.util.regex.Pattern VARIABLE =
            java.util.regex.Pattern.compile("\\$\\{(base64:)?([^}]*)}");

    private static final java.util.regex.Pattern LITERAL =
            java.util.regex.Pattern.compile(".*\\{n(\\+?)}");

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, TestClient> clients = new LinkedHashMap<>();

    /** Connections go to {@code port} unless the transcript names another. */
    public Transcript(int port) {
        ports.put("", port);
    }

    /** A further port, for {@code C1 connect NAME}. */
    public Transcript port(String name, int port) {
        ports.put(name, port);
        return this;
    }

    /** A value for <code>${name}</code>. */
    public Transcript with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** What the transcript has given or been given for <code>${name}</code>. */
    public String value(String name) {
        String value = variables.get(name);
        if (value == null) throw new AssertionError("no value for ${" + name + "}");
        return value;
    }

    /** Plays a resource that lies beside {@code owner}; closes all connections at the end. */
    public Transcript play(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) throw new AssertionError(owner + " has no resource " + resource);
            return play(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plays {@code text}; {@code name} is for error messages. */
    public Transcript play(String name, String text) {
        List<String> lines = text.lines().toList();
        int at = 0;
        try {
            while (at < lines.size()) at = step(lines, at);
        } catch (AssertionError | RuntimeException e) {
            String where = name + ":" + (at + 1) + ": " + lines.get(at);
            throw new AssertionError(where + "\n" + e.getMessage(), e);
        } finally {
            clients.values().forEach(TestClient::close);
            clients.clear();
        }
        return this;
    }

    /** Plays what begins at line {@code at}; the line to go on with. */
    private int step(List<String> lines, int at) {
        String line = lines.get(at);
        if (line.isBlank() || line.startsWith("#")) return at + 1;
        Matcher step = STEP.matcher(line);
        if (!step.matches()) throw new AssertionError("not a step of a transcript");
        boolean fromClient = step.group(1).equals("C");
        String connection = step.group(2);
        String kind = step.group(3) == null ? "" : step.group(3);
        String content = step.group(4);
        switch (kind) {
            case ":" -> {
                if (fromClient) return send(lines, at, connection, content);
                receive(connection, content);
            }
            case "~:" -> receiveUntil(connection, content);
            case "" -> command(fromClient, connection, content);
            default -> throw new AssertionError(kind + " belongs behind a line with {n}");
        }
        return at + 1;
    }

    private TestClient client(String connection) {
        return clients.computeIfAbsent(
                connection, c -> TestClient.plain(ports.getOrDefault("", 0)));
    }

    /** A line, its literals, and the rest of it behind each. */
    private int send(List<String> lines, int at, String connection, String content) {
        TestClient client = client(connection);
        String text = expand(content);
        int next = at + 1;
        while (true) {
            Matcher literal = LITERAL.matcher(text);
            if (!literal.matches()) {
                client.sendRaw(utf8(text + "\r\n"));
                return next;
            }
            List<String> data = new ArrayList<>();
            String prefix = "C" + connection + "|";
            while (next < lines.size() && lines.get(next).startsWith(prefix)) {
                data.add(lines.get(next++).substring(prefix.length()));
            }
            byte[] bytes = literal(data);
            String plus = literal.group(1);
            int head = text.length() - "{n}".length() - plus.length();
            String announced = text.substring(0, head) + "{" + bytes.length + plus + "}\r\n";
            client.sendRaw(utf8(announced));
            if (plus.isEmpty()) client.expect("+*");
            client.sendRaw(bytes);
            String rest = "C" + connection + "+";
            if (next == lines.size() || !lines.get(next).startsWith(rest)) {
                client.send("");
                return next;
            }
            text = expand(lines.get(next++).substring(rest.length()));
        }
    }

    /** A CRLF behind each line, but not behind one that ends in a backslash. */
    private byte[] literal(List<String> data) {
        StringBuilder all = new StringBuilder();
        for (String line : data) {
            String text = expand(line.startsWith(" ") ? line.substring(1) : line);
            if (text.endsWith("\\")) all.append(text, 0, text.length() - 1);
            else all.append(text).append("\r\n");
        }
        return utf8(all.toString());
    }

    private void receive(String connection, String pattern) {
        String line = line(connection);
        if (!matches(pattern, line)) throw new AssertionError("got: " + line);
    }

    private void receiveUntil(String connection, String pattern) {
        List<String> seen = new ArrayList<>();
        do {
            try {
                seen.add(line(connection));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("got only: " + seen, e);
            }
        } while (!matches(pattern, seen.getLast()));
    }

    private String line(String connection) {
        byte[] bytes = client(connection).line().getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private boolean matches(String pattern, String line) {
        return new Pattern(pattern, this::expand).matches(line, variables);
    }

    private void command(boolean fromClient, String connection, String content) {
        String[] words = content.split(" ", 2);
        String argument = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "connect" -> connect(connection, argument);
            case "starttls" -> client(connection).startTls();
            case "raw" -> client(connection).sendRaw(unescape(expand(argument)));
            case "close" -> client(connection).close();
            case "closed" -> {
                if (!client(connection).atEnd()) throw new AssertionError("not closed");
            }
            default -> throw new AssertionError((fromClient ? "C" : "S") + " cannot " + words[0]);
        }
    }

    /** {@code connect [NAME] [tls]}. */
    private void connect(String connection, String argument) {
        String name = argument.equals("tls") ? "" : argument.replaceFirst(" tls$", "");
        Integer port = ports.get(name);
        if (port == null) throw new AssertionError("no port named " + name);
        boolean tls = argument.equals("tls") || argument.endsWith(" tls");
        TestClient old =
                clients.put(connection, tls ? TestClient.tls(port) : TestClient.plain(port));
        if (old != null) old.close();
    }

    private String expand(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(
                        match ->
                                Matcher.quoteReplacement(
                                        match.group(1) == null
                                                ? value(match.group(2))
                                                : base64(match.group(2))));
    }

    /** {@code \0} is NUL; <code>$name</code> cannot nest. */
    private static String base64(String text) {
        byte[] bytes = text.replace("\\0", "\0").getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** As in Java: {@code \r}, {@code \n}, {@code \0}, {@code \}{@code \}. */
    private static byte[] unescape(String text) {
        return utf8(text.translateEscapes());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
