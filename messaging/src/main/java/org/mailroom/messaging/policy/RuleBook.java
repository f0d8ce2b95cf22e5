package org.mailroom.messaging.policy;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The rules in force, and the file they come from. A changed file is noticed within {@link #LOOK}
 * of the next question. It is read whole, and either takes the place of the old rules in one step
 * or leaves them in force and is complained about. Thread-safe; no thread of its own.
 */
public final class RuleBook {
    private static final Logger log = LoggerFactory.getLogger(RuleBook.class);

    /** How often the file is looked at, at most. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** By what a file is known to have changed. */
    private record Stamp(FileTime modified, long size, Optional<Object> key) {
        static Stamp of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.lastModifiedTime(),
                    attributes.size(),
                    Optional.ofNullable(attributes.fileKey()));
        }
    }

    /**
     * What became of a new version of the file.
     *
     * @param taken whether it is in force now
     * @param problems what is wrong with it, or only strange
     */
    public record Reloaded(boolean taken, String policy, List<Problem> problems) {
        public Reloaded {
            problems = List.copyOf(problems);
        }
    }

    private final Optional<Path> file;
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicLong lookAgain;
    private volatile RuleSet rules;
    private volatile @Nullable Stamp stamp;
    private volatile Consumer<Reloaded> told = reloaded -> {};

    private RuleBook(Optional<Path> file, RuleSet rules, @Nullable Stamp stamp) {
        this.file = file;
        this.rules = rules;
        this.stamp = stamp;
        lookAgain = new AtomicLong(System.nanoTime() + LOOK.toNanos());
    }

    /** The rules that are built in: everybody may write to everybody. */
    public static RuleBook open() {
        try (InputStream in =
                Objects.requireNonNull(RuleBook.class.getResourceAsStream("open.yaml"))) {
            return of("open.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | BadPolicy e) {
            throw new IllegalStateException("the built-in rules cannot be read", e);
        }
    }

    /** Rules of a file, followed as it changes. */
    public static RuleBook of(Path file) throws IOException, BadPolicy {
        Stamp stamp = Stamp.of(file);
        RuleReader.Read read = RuleReader.read(file.toString(), text(file));
        read.warnings().forEach(problem -> log.warn("{}", problem));
        return new RuleBook(Optional.of(file), read.rules(), stamp);
    }

    /** Rules that no file holds. */
    public static RuleBook of(String name, String text) throws BadPolicy {
        return new RuleBook(Optional.empty(), RuleReader.read(name, text).rules(), null);
    }

    /**
     * What is wrong with a file, or only strange; nothing: it is fine.
     *
     * @throws IOException if it cannot be read
     */
    public static List<Problem> check(Path file) throws IOException {
        try {
            return RuleReader.read(file.toString(), text(file)).warnings();
        } catch (BadPolicy bad) {
            return bad.problems();
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not UTF-8", e);
        }
    }

    /** Told of every new version of the file, after it has been taken or turned down. */
    public void onReloaded(Consumer<Reloaded> listener) {
        told = listener;
    }

    public Optional<Path> file() {
        return file;
    }

    /** The name of the policy in force. */
    public String policy() {
        return rules.name();
    }

    RuleSet rules() {
        long now = System.nanoTime();
        long due = lookAgain.get();
        if (now - due >= 0 && lookAgain.compareAndSet(due, now + LOOK.toNanos())) {
            lookAtFile();
        }
        return rules;
    }

    private void lookAtFile() {
        if (file.isEmpty()) {
            return;
        }
        try {
            if (!Stamp.of(file.get()).equals(stamp)) {
                reload();
            }
        } catch (IOException e) {
            log.warn("{}: cannot be read; the rules in force stay", file.get());
        }
    }

    /** Reads the file anew, changed or not. Without a file nothing happens. */
    public Reloaded reload() {
        reading.lock();
        try {
            Reloaded reloaded = read();
            reloaded.problems().forEach(problem -> log.warn("{}", problem));
            if (reloaded.taken()) {
                log.info("Policy {} is in force", reloaded.policy());
            } else {
                log.error("The policy file is not taken; {} stays in force", rules.name());
            }
            told.accept(reloaded);
            return reloaded;
        } finally {
            reading.unlock();
        }
    }

    private Reloaded read() {
        if (file.isEmpty()) {
            return new Reloaded(true, rules.name(), List.of());
        }
        Path path = file.get();
        try {
            stamp = Stamp.of(path);
            RuleReader.Read read = RuleReader.read(path.toString(), text(path));
            rules = read.rules();
            return new Reloaded(true, rules.name(), read.warnings());
        } catch (BadPolicy bad) {
            return new Reloaded(false, rules.name(), bad.problems());
        } catch (IOException e) {
            String text = "cannot be read: " + e.getMessage();
            return new Reloaded(
                    false, rules.name(), List.of(new Problem(path.toString(), 0, 0, text, false)));
        }
    }
}
