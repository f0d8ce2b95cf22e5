package org.mailroom.server.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Maildir. Folders are directories whose names begin with a dot and part levels by dots
 * (Maildir++), or plain directories in each other; both may be mixed. Flags are letters at the end
 * of a file's name; {@code a} to {@code z} are keywords listed in {@code dovecot-keywords}. The
 * file's time is when the message arrived.
 */
record Maildir(Path path) implements MailFiles {
    static final String KEYWORDS = "dovecot-keywords";

    /** Flag letters; passed is what others call forwarded. */
    static final Map<Character, String> LETTERS =
            new TreeMap<>(
                    Map.of(
                            'D', "\\Draft",
                            'F', "\\Flagged",
                            'P', "$Forwarded",
                            'R', "\\Answered",
                            'S', "\\Seen",
                            'T', "\\Deleted"));

    /** File systems that do not take a colon have {@code ;} or {@code !} in its place. */
    private static final Pattern INFO = Pattern.compile(".*[:;!]2,([A-Za-z]*)");

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18}).*");

    static boolean looksLike(Path directory) throws IOException {
        if (isFolder(directory)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.anyMatch(Maildir::isFolder);
        }
    }

    private static boolean isFolder(Path directory) {
        return Files.isDirectory(directory.resolve("cur"))
                && Files.isDirectory(directory.resolve("new"));
    }

    @Override
    public long octets() throws IOException {
        return MailFiles.octets(path);
    }

    @Override
    public void visit(Visitor visitor) throws IOException {
        List<Path> folders;
        try (Stream<Path> walk = Files.walk(path)) {
            folders = walk.filter(Maildir::isFolder).sorted().toList();
        }
        for (Path folder : folders) {
            visit(folder, folderName(path.relativize(folder)), visitor);
        }
    }

    private static String folderName(Path relative) {
        List<String> levels = new ArrayList<>();
        for (Path element : relative) {
            String name = element.toString();
            if (name.startsWith(".")) {
                for (String level : name.substring(1).split("\\.")) {
                    levels.add(FolderNames.fromFile(level));
                }
            } else if (!name.isEmpty()) {
                levels.add(FolderNames.fromFile(name));
            }
        }
        return String.join("/", levels);
    }

    private static void visit(Path folder, String name, Visitor visitor) throws IOException {
        Map<Character, String> keywords = keywords(folder.resolve(KEYWORDS));
        List<Path> files = new ArrayList<>();
        for (String part : List.of("cur", "new")) {
            try (Stream<Path> list = Files.list(folder.resolve(part))) {
                list.filter(f -> !f.getFileName().toString().startsWith(".")).forEach(files::add);
            }
        }
        files.sort(
                Comparator.comparingLong(Maildir::number)
                        .thenComparing(f -> f.getFileName().toString()));
        for (Path file : files) {
            if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
                visitor.unreadable(file.toString(), "not a readable file");
                continue;
            }
            visitor.message(
                    new Found(
                            file.toString(),
                            name,
                            flags(file.getFileName().toString(), keywords),
                            Files.getLastModifiedTime(file).toInstant(),
                            Files.size(file),
                            () -> Files.newInputStream(file)));
        }
    }

    /** Names begin with the second of delivery. */
    private static long number(Path file) {
        Matcher m = NUMBER.matcher(file.getFileName().toString());
        return m.matches() ? Long.parseLong(m.group(1)) : Long.MAX_VALUE;
    }

    private static List<String> flags(String name, Map<Character, String> keywords) {
        Matcher m = INFO.matcher(name);
        List<String> flags = new ArrayList<>();
        if (m.matches()) {
            for (int i = 0; i < m.group(1).length(); i++) {
                char letter = m.group(1).charAt(i);
                String flag = LETTERS.getOrDefault(letter, keywords.get(letter));
                if (flag != null) {
                    flags.add(flag);
                }
            }
        }
        return flags;
    }

    private static Map<Character, String> keywords(Path file) throws IOException {
        Map<Character, String> keywords = new HashMap<>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 2);
                if (words.length == 2 && words[0].matches("[0-9]|1[0-9]|2[0-5]")) {
                    keywords.put((char) ('a' + Integer.parseInt(words[0])), words[1].strip());
                }
            }
        }
        return keywords;
    }
}
