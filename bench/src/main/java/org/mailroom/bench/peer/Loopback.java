package org.mailroom.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Ports on this machine. */
final class Loopback {
    static final String HOST = "127.0.0.1";
    static final InetAddress ADDRESS = InetAddress.ofLiteral(HOST);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Loopback() {}

    /** Ports that nobody listens on. */
    static int[] freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        int[] ports = new int[count];
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0, 1, ADDRESS));
            ports[i] = sockets.get(i).getLocalPort();
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /** Whether every one of the ports can be listened on. */
    static boolean free(int... ports) {
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket(port, 1, ADDRESS)) {
                socket.setReuseAddress(true);
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    /** Waits until a server greets on the port. */
    static void awaitGreeting(int port, Child server, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (!greets(port)) {
            server.check();
            if (System.nanoTime() - end > 0) {
                throw new IOException("nobody greets on port " + port + " after " + limit);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ADDRESS, port), 1000);
            socket.setSoTimeout(5000);
            InputStream in = socket.getInputStream();
            return in.read() > 0;
        } catch (IOException notYet) {
            return false;
        }
    }
}
