package org.mailroom.bench.peer;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Each imap process of Dovecot that idles takes one inotify instance of its user; past the system's
 * default of 128 it falls back to looking every 30 seconds. Whoever runs thousands of idle
 * connections raises this limit, so the bench does, and puts it back.
 */
final class Watches implements Closeable {
    private static final Path LIMIT = Path.of("/proc/sys/fs/inotify/max_user_instances");
    private static final int ENOUGH = 8192;

    private final String before;

    private Watches(String before) {
        this.before = before;
    }

    static Watches raise() throws IOException {
        String before;
        // In one read: the system answers a second one, at another place in the file, with nothing.
        try (BufferedReader in = Files.newBufferedReader(LIMIT)) {
            before = in.readLine().strip();
        }
        set(Integer.toString(Math.max(ENOUGH, Integer.parseInt(before))));
        return new Watches(before);
    }

    private static void set(String limit) {
        try {
            Files.writeString(LIMIT, limit);
        } catch (IOException e) {
            System.err.println("cannot set " + LIMIT + ": Dovecot will tell idle connections late");
        }
    }

    @Override
    public void close() {
        set(before);
    }
}
