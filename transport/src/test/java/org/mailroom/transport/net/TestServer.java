package org.mailroom.transport.net;

import org.mailroom.transport.net.ListenerSettings.Security;
import org.mailroom.transport.testkit.TestTls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A transport with one listener and a handler made of a lambda. */
final class TestServer implements AutoCloseable {
    final Transport transport;
    final Listener listener;

    /** What a test does with a connection. */
    interface Serving {
        void serve(Connection connection) throws IOException;
    }

    TestServer(TransportLimits limits, ListenerSettings settings, Path tlsFiles, Serving serving) {
        this(limits, settings, Optional.of(tlsFiles), serving);
    }

    private TestServer(
            TransportLimits limits,
            ListenerSettings settings,
            Optional<Path> tlsFiles,
            Serving serving) {
        transport = new Transport(limits, tlsFiles.map(TestTls::server));
        try {
            listener = transport.listen(settings, new Handler(serving));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestServer plain(Serving serving) {
        return plain(TransportLimits.defaults(), serving);
    }

    static TestServer plain(TransportLimits limits, Serving serving) {
        return new TestServer(limits, settings(Security.PLAIN), Optional.empty(), serving);
    }

    static TestServer proxied(String network, Serving serving) {
        ListenerSettings settings =
                new ListenerSettings("test", "127.0.0.1", 0, Security.PLAIN, List.of(network));
        return new TestServer(TransportLimits.defaults(), settings, Optional.empty(), serving);
    }

    static TestServer secured(Security security, Path tlsFiles, Serving serving) {
        return new TestServer(TransportLimits.defaults(), settings(security), tlsFiles, serving);
    }

    private static ListenerSettings settings(Security security) {
        return ListenerSettings.of("test", 0, security);
    }

    /** The defaults, with few connections and little patience for writing. */
    static TransportLimits limits(int max, int perAddress, Duration write) {
        return new TransportLimits(
                max,
                perAddress,
                List.of(),
                1,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                write,
                1024,
                Duration.ofSeconds(5));
    }

    int port() {
        return listener.port();
    }

    @Override
    public void close() {
        transport.close();
    }

    private record Handler(Serving serving) implements ConnectionHandler {
        @Override
        public void serve(Connection connection) throws IOException {
            serving.serve(connection);
        }

        @Override
        public String refusal(Refusal reason) {
            return "421 " + reason;
        }
    }
}
