package org.mailroom.transport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A client on a real socket to loopback, which sends and expects whatever a test says, well-formed
 * or not. Waits at most ten seconds for anything. Text is one character per byte.
 */
public final class TestClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Small, as tests measure the memory of many connections. */
    private static final int BUFFER = 512;

    private Socket socket;
    private InputStream in;

    private TestClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    public static TestClient plain(int port) {
        try {
            Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return new TestClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("connect to port " + port, e);
        }
    }

    /** Implicit TLS, TLS 1.3 or 1.2 as the server likes. */
    public static TestClient tls(int port) {
        return plain(port).startTls();
    }

    /** Shakes hands now, whatever has been said before. */
    public TestClient startTls(String... protocols) {
        return startTls(TestTls.trustAll(), protocols);
    }

    /** The same with a context of the test's own, as with a client certificate. */
    public TestClient startTls(SSLContext context, String... protocols) {
        try {
            SSLSocket secured =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, "localhost", socket.getPort(), true);
            if (protocols.length > 0) secured.setEnabledProtocols(protocols);
            secured.startHandshake();
            socket = secured;
            in = new BufferedInputStream(secured.getInputStream(), BUFFER);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("TLS handshake", e);
        }
    }

    /** The tls-exporter channel binding. RFC 9266. */
    public byte[] channelBinding() {
        try {
            return ((ExtendedSSLSession) ((SSLSocket) socket).getSession())
                    .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The socket, for what is not here. */
    public Socket socket() {
        return socket;
    }

    /** Sends a line with CRLF. */
    public TestClient send(String line) {
        return sendRaw(line + "\r\n");
    }

    public TestClient sendRaw(String text) {
        return sendRaw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public TestClient sendRaw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("send", e);
        }
    }

    /** The next line, without CRLF; fails if the server closes or ends it otherwise. */
    public String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = read();
            if (b < 0) throw new AssertionError("closed after: " + text(line));
            if (b == '\n') break;
            line.write(b);
        }
        String text = text(line);
        assertThat(text).as("line ends with CRLF").endsWith("\r");
        return text.substring(0, text.length() - 1);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The next line, which must match: {@code *} stands for anything but in a leading "* ". */
    public String expect(String pattern) {
        String line = line();
        assertThat(Pattern.matches(pattern, line))
                .as("expected <%s>, got <%s>", pattern, line)
                .isTrue();
        return line;
    }

    /** Sends a line and expects the answer. */
    public String ask(String line, String pattern) {
        send(line);
        return expect(pattern);
    }

    /** All lines up to and including the first that matches. */
    public List<String> until(String pattern) {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(line());
        } while (!Pattern.matches(pattern, lines.getLast()));
        return lines;
    }

    /** Exactly so many bytes. */
    public byte[] bytes(int count) {
        try {
            byte[] bytes = in.readNBytes(count);
            assertThat(bytes.length).as("bytes before the end").isEqualTo(count);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("read", e);
        }
    }

    /** Whether the server closes now, with nothing more to say; a reset counts. */
    public boolean atEnd() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Everything up to the end; a reset counts as one. */
    public byte[] rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server does not close", e);
        } catch (IOException e) {
            // Reset: it is the end all the same.
        }
        return rest.toByteArray();
    }

    /** Says that nothing more will be sent, while still reading. */
    public TestClient shutdownOutput() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException("read", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
