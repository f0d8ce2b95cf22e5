package org.mailroom.messaging.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.safety.Restriction;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A second opinion: says from a table of its own, with code that shares nothing with the rules',
 * what the answer has to be. People have one role each here.
 */
final class Oracle {
    private record Row(boolean held, String from, String to, boolean answer, List<String> needs) {}

    private record GroupRow(
            boolean cast,
            String begins,
            List<String> roles,
            List<String> others,
            List<String> answers,
            boolean known) {}

    private final Map<String, List<String>> lists = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, GroupRow> groups = new HashMap<>();

    Oracle(String policy) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        Oracle.class.getResourceAsStream("oracle/" + policy + ".txt"))) {
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(this::read);
        }
    }

    private void read(String line) {
        String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
        if (cells.length == 1) {
            String[] list = line.split(":", 2);
            lists.put(list[0], words(list[1]));
        } else if (cells.length == 4) {
            boolean held = cells[0].startsWith("held ");
            rows.add(
                    new Row(
                            held,
                            held ? cells[0].substring(5).strip() : cells[0],
                            cells[1],
                            cells[2].equals("answer"),
                            words(cells[3])));
        } else {
            String[] name = cells[0].split(" +");
            groups.put(
                    name[1],
                    new GroupRow(
                            name[0].equals("cast"),
                            cells[1],
                            words(cells[2]),
                            words(cells[3]),
                            words(cells[4]),
                            cells[5].equals("yes")));
        }
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split(" +"));
    }

    private boolean in(String list, String who) {
        return lists.getOrDefault(list, List.of()).contains(who);
    }

    /** {@code yes}, {@code held}, or the code of the no. */
    String expect(Facts f) {
        String who =
                switch (f.from().who()) {
                    case PERSON -> f.from().roles().iterator().next();
                    case SERVICE -> "service";
                    case SYSTEM -> "system";
                };
        if (f.from().restrictions().contains(Restriction.Kind.SUSPEND)) {
            return "sender-suspended";
        }
        if (f.from().restrictions().contains(Restriction.Kind.MUTE)) {
            return "sender-restricted";
        }
        String said = f.ask().said().map(k -> k.name().toLowerCase(Locale.ROOT)).orElse("");
        if (f.ask().scheduled() && !in("schedule", who)) {
            return "schedule-not-allowed";
        }
        if ((said.equals("bulk") || said.equals("broadcast")) && !in(said, who)) {
            return said + "-not-allowed";
        }
        String answer =
                switch (f.to()) {
                    case Facts.To.Nobody nobody ->
                            in("directory", who) ? "no-such-recipient" : "not-permitted";
                    case Facts.To.Person p -> person(f, who, p, said);
                    case Facts.To.Group g -> group(f, who, g);
                };
        if (!answer.equals("yes") && !answer.equals("held")) {
            return answer;
        }
        boolean alone = said.isEmpty();
        if (alone
                && f.ask().answer() == Facts.Answer.OUTSIDE
                && in("answers stay inside", "yes")
                && !(f.to() instanceof Facts.To.Group g && groups.get(g.kind()).cast)) {
            return "reply-outside-thread";
        }
        if (f.ties().blocked() && !in("unblockable", who)) {
            return "not-permitted";
        }
        return f.from().restrictions().contains(Restriction.Kind.HOLD) ? "held" : answer;
    }

    private String person(Facts f, String who, Facts.To.Person p, String said) {
        if (said.equals("broadcast")) {
            return "yes";
        }
        String to = p.roles().iterator().next();
        boolean answers =
                said.isEmpty() && f.ask().answer() == Facts.Answer.INSIDE && f.ask().proved();
        for (Row row : rows) {
            if (row.from.equals(who)
                    && (row.to.equals("*") || row.to.equals(to))
                    && (answers || !row.answer)
                    && row.needs.stream().anyMatch(need -> holds(need, f.ties(), p))) {
                return row.held ? "held" : "yes";
            }
        }
        return "not-permitted";
    }

    private boolean holds(String need, Facts.Ties ties, Facts.To.Person p) {
        String[] parts = need.split(":");
        return switch (parts[0]) {
            case "always" -> true;
            case "door" ->
                    p.welcome() == Facts.Welcome.EVERYONE
                            || (p.welcome() == Facts.Welcome.KNOWN
                                    && (ties.senderIs().size() + ties.recipientIs().size() > 0
                                            || ties.shared().stream().anyMatch(this::meets)));
            case "is" -> ties.senderIs().contains(parts[1]);
            case "of" -> ties.recipientIs().contains(parts[1]);
            case "share" -> ties.shared().stream().anyMatch(s -> s.kind().equals(parts[1]));
            case "leads" ->
                    ties.shared().stream()
                            .anyMatch(s -> s.kind().equals(parts[1]) && s.sender().owns());
            case "led" ->
                    ties.shared().stream()
                            .anyMatch(s -> s.kind().equals(parts[1]) && s.recipient().owns());
            default -> throw new IllegalArgumentException(need);
        };
    }

    /** People meet where everybody hears everybody, and each meets who leads. */
    private boolean meets(Facts.Shared shared) {
        GroupRow row = groups.get(shared.kind());
        return row != null
                && !row.cast
                && (row.answers.contains("all")
                        || shared.sender().owns()
                        || shared.recipient().owns());
    }

    private String group(Facts f, String who, Facts.To.Group g) {
        GroupRow row = groups.get(g.kind());
        if (row == null) {
            return "not-permitted";
        }
        boolean known = row.known || g.rank().isPresent() || in("directory", who);
        if (row.cast && !in("broadcast", who)) {
            return known ? "broadcast-not-allowed" : "not-permitted";
        }
        boolean role = row.roles.contains("*") || row.roles.contains(who);
        if (row.others.contains(who) || (role && ranks(row.begins, g.rank()))) {
            return "yes";
        }
        boolean answers = f.ask().answer() == Facts.Answer.INSIDE && f.ask().proved();
        if (answers && g.rank().isPresent() && !mode(row, g.replyMode()).equals("announce")) {
            return "yes";
        }
        if (!known) {
            return "not-permitted";
        }
        return row.begins.equals("primary-owner") ? "not-primary-owner" : "announce-only";
    }

    private static String mode(GroupRow row, ReplyMode mode) {
        String word =
                switch (mode) {
                    case ALL -> "all";
                    case REPLY_TO_OWNER -> "owners";
                    case ANNOUNCE -> "announce";
                };
        return row.answers.contains(word) ? word : row.answers.getFirst();
    }

    private static String word(Rank rank) {
        return rank.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean ranks(String least, Optional<Rank> rank) {
        List<String> order = List.of("member", "moderator", "owner", "primary-owner");
        return least.equals("anyone")
                || (!least.equals("nobody")
                        && rank.isPresent()
                        && order.indexOf(word(rank.get())) >= order.indexOf(least));
    }
}
