package org.mailroom.server.command;

import org.mailroom.server.console.Terminal;
import org.mailroom.server.transfer.Progress;

import java.time.Duration;

/** How far a command is: a bar that is drawn again on a terminal, a line now and then elsewhere. */
final class ProgressLine implements Progress, AutoCloseable {
    private static final int WIDTH = 30;
    private static final long BAR_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LINE_PAUSE = Duration.ofSeconds(10).toNanos();

    private final Terminal terminal;
    private final String what;
    private long next;
    private int widest;

    ProgressLine(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
        this.next = System.nanoTime() + (terminal.interactive() ? 0 : LINE_PAUSE);
    }

    @Override
    public void at(long done, long total) {
        at(what, done, total);
    }

    /** The same for work in stages. */
    void at(String stage, long done, long total) {
        long now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        int percent = total <= 0 ? 0 : (int) Math.min(100, done * 100 / total);
        if (terminal.interactive()) {
            int full = percent * WIDTH / 100;
            String bar = "#".repeat(full) + "-".repeat(WIDTH - full);
            terminal.err().print("\r" + stage + " [" + bar + "] " + percent + " %");
            terminal.err().flush();
            widest = Math.max(widest, stage.length() + WIDTH + 12);
            next = now + BAR_PAUSE;
        } else {
            terminal.err().println(stage + " " + percent + " %");
            next = now + LINE_PAUSE;
        }
        if (terminal.err().checkError()) {
            throw new CommandFailed("nobody is there to read the outcome; stopped");
        }
    }

    @Override
    public void close() {
        if (widest > 0) {
            terminal.err().print("\r" + " ".repeat(widest) + "\r");
            terminal.err().flush();
        }
    }
}
