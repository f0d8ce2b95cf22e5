package org.mailroom.transport.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Bytes inside TLS. Keeps an encrypted record between calls only if it came in part. */
final class TlsStream implements ByteStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Wire wire;
    private final Buffers buffers;
    private final SSLEngine engine;

    /** What has come and is not yet decrypted, from position to limit; null if nothing. */
    private @Nullable ByteBuffer encrypted;

    TlsStream(Wire wire, Buffers buffers, SSLEngine engine) {
        this.wire = wire;
        this.buffers = buffers;
        this.engine = engine;
    }

    /** The whole handshake, the server's tickets included. */
    void handshake(long deadline) throws IOException {
        ByteBuffer spare = buffers.take();
        try {
            engine.beginHandshake();
            while (true) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> runTasks();
                    case NEED_WRAP -> writeHandshake(deadline);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> readHandshake(spare, deadline);
                    default -> {
                        releaseIfEmpty();
                        return;
                    }
                }
            }
        } catch (SSLException e) {
            sendAlert(deadline);
            throw e;
        } finally {
            buffers.give(spare);
        }
    }

    private void readHandshake(ByteBuffer spare, long deadline) throws IOException {
        ByteBuffer from = encrypted;
        if (from != null) {
            SSLEngineResult result = engine.unwrap(from, spare.clear());
            if (result.getStatus() == Status.OK) return;
            if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
                throw new SSLException("handshake ended: " + result.getStatus());
            }
        }
        int count;
        while ((count = receive()) == 0) {
            // No command is in progress, so a shutdown need not wait for this.
            switch (wire.await(SelectionKey.OP_READ, deadline, Wire.DRAIN)) {
                case INPUT -> {}
                case TIMEOUT -> throw new ReadTimeout("TLS handshake");
                default -> throw new ConnectionClosed("closed in TLS handshake");
            }
        }
        if (count < 0) throw new ConnectionClosed("client left in TLS handshake");
    }

    /** All records that are due, in one write. */
    private void writeHandshake(long deadline) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(2 * Buffers.SIZE);
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                && out.remaining() >= Buffers.SIZE) {
            if (engine.wrap(NOTHING, out).getStatus() == Status.CLOSED) break;
        }
        wire.write(out.flip(), deadline);
    }

    /** The alert that says why, as far as the socket takes it. */
    private void sendAlert(long deadline) {
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) writeHandshake(deadline);
        } catch (IOException e) {
            // The handshake has failed already; that is what is reported.
        }
    }

    private void runTasks() {
        Runnable task;
        while ((task = engine.getDelegatedTask()) != null) task.run();
    }

    /** Reads from the socket behind what is there. Same result as {@link Wire#read}. */
    private int receive() throws IOException {
        ByteBuffer into = encrypted;
        if (into == null) into = buffers.take();
        else into.compact();
        int count;
        try {
            count = wire.read(into);
        } finally {
            into.flip();
            encrypted = into;
            releaseIfEmpty();
        }
        return count;
    }

    private void releaseIfEmpty() {
        ByteBuffer buffer = encrypted;
        if (buffer != null && !buffer.hasRemaining()) {
            encrypted = null;
            buffers.give(buffer);
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (true) {
            ByteBuffer from = encrypted;
            if (from != null) {
                SSLEngineResult result = engine.unwrap(from, into);
                releaseIfEmpty();
                switch (result.getStatus()) {
                    case OK -> {
                        afterHandshake();
                        if (result.bytesProduced() > 0) return result.bytesProduced();
                        continue;
                    }
                    case CLOSED -> {
                        return -1;
                    }
                    case BUFFER_OVERFLOW -> throw new SSLException("record too large");
                    case BUFFER_UNDERFLOW -> {
                        if (from.remaining() == from.capacity()) {
                            throw new SSLException("record too large");
                        }
                    }
                }
            }
            int count = receive();
            if (count <= 0) return count;
        }
    }

    /** What TLS 1.3 does once the connection stands: tickets, key updates. RFC 8446 §4.6. */
    private void afterHandshake() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    ByteBuffer out = buffers.take();
                    try {
                        SSLEngineResult result = engine.wrap(NOTHING, out);
                        // A client that makes us answer and does not read is cut off by the next
                        // write; here it must not hold the reader.
                        wire.writeSome(out.flip());
                        if (out.hasRemaining()) throw new WriteTimeout("the client does not read");
                        if (result.getStatus() == Status.CLOSED) return;
                    } finally {
                        buffers.give(out);
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    @Override
    public void write(ByteBuffer from, long deadline) throws IOException {
        ByteBuffer out = buffers.take();
        try {
            while (from.hasRemaining()) {
                SSLEngineResult result = engine.wrap(from, out.clear());
                if (result.getStatus() != Status.OK) {
                    throw new ConnectionClosed("TLS ended: " + result.getStatus());
                }
                wire.write(out.flip(), deadline);
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) runTasks();
            }
        } finally {
            buffers.give(out);
        }
    }

    @Override
    public void end() throws IOException {
        engine.closeOutbound();
        ByteBuffer out = buffers.take();
        try {
            engine.wrap(NOTHING, out);
            wire.writeSome(out.flip());
        } finally {
            buffers.give(out);
        }
    }

    TlsInfo info() {
        SSLSession session = engine.getSession();
        return new TlsInfo(
                session.getProtocol(),
                session.getCipherSuite(),
                exporter(session),
                clientCertificate(session));
    }

    // RFC 9266 §4.2: not where sessions could be synchronised; the JDK refuses to export there.
    private static Optional<byte[]> exporter(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) return Optional.empty();
        try {
            return Optional.of(
                    extended.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32));
        } catch (SSLException | UnsupportedOperationException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static Optional<X509Certificate> clientCertificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
