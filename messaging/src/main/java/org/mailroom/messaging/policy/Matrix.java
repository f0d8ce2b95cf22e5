package org.mailroom.messaging.policy;

import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who reaches whom under a policy, for people and for programs; nothing has to run for it. */
public final class Matrix {
    private final RuleSet rules;

    private Matrix(RuleSet rules) {
        this.rules = rules;
    }

    public static Matrix of(Path file) throws IOException, BadPolicy {
        return new Matrix(RuleReader.read(file.toString(), Files.readString(file)).rules());
    }

    /** Of the rules that are built in. */
    public static Matrix open() {
        return new Matrix(RuleBook.open().rules());
    }

    static Matrix of(RuleSet rules) {
        return new Matrix(rules);
    }

    private List<String> senders() {
        List<String> names = new ArrayList<>(rules.roleNames().keySet());
        names.add(RuleSet.SERVICE);
        names.add(RuleSet.SYSTEM);
        return names;
    }

    /** A page to read: for every role, whom it may write to, and when. */
    public List<String> page() {
        List<String> page = new ArrayList<>();
        page.add("Policy " + rules.name() + ". " + rules.about());
        for (String sender : senders()) {
            page.add("");
            page.add(title(sender));
            for (String recipient : rules.roleNames().keySet()) {
                page.add("  %-14s %s".formatted(recipient, between(sender, recipient)));
            }
            rules.groups().values().stream()
                    .map(group -> "  %-14s %s".formatted(group.kind(), to(group, sender)))
                    .forEach(page::add);
            page.addAll(permissions(sender));
        }
        page.add("");
        page.add("Whatever is not said here is refused. Everybody may write to themselves.");
        if (rules.repliesInside()) {
            page.add("An answer goes only to those who take part in what it answers.");
        }
        return page;
    }

    private String title(String sender) {
        Role role = rules.roles().get(sender);
        String about = role == null || role.about().isEmpty() ? "" : "  (" + role.about() + ")";
        return switch (sender) {
            case RuleSet.SYSTEM -> "Systems of the platform, in their own name, write to" + about;
            case RuleSet.SERVICE -> "Services of the platform write to" + about;
            default -> article(sender) + sender + " writes to" + about;
        };
    }

    private static String article(String word) {
        return "aeiou".indexOf(word.charAt(0)) >= 0 ? "An " : "A ";
    }

    private Set<String> names(String sender) {
        return rules.names(from(sender));
    }

    private static Facts.From from(String sender) {
        return switch (sender) {
            case RuleSet.SYSTEM -> Judged.system("").facts();
            case RuleSet.SERVICE ->
                    new Facts.From(Facts.Who.SERVICE, Set.of(), Account.State.ACTIVE, Set.of());
            default -> Facts.From.person(sender);
        };
    }

    private String between(String sender, String recipient) {
        Kind asked = from(sender).who() == Facts.Who.PERSON ? Kind.DIRECT : Kind.SYSTEM;
        List<String> parts = new ArrayList<>();
        Set<String> one = names(sender);
        Set<String> other = rules.names(Facts.Who.PERSON, Set.of(recipient));
        boolean closed = false;
        for (Line line : rules.lines()) {
            boolean both = When.meet(line.from(), one) && When.meet(line.to(), other);
            if (!both || closed || (!line.kinds().contains(asked) && asked == Kind.SYSTEM)) {
                continue;
            }
            String when = line.when().words(sender, second(sender, recipient), rules.relations());
            boolean answers = asked != Kind.SYSTEM && !line.kinds().contains(Kind.DIRECT);
            parts.add(
                    verdict(line)
                            + (answers ? ", to answer" : "")
                            + (when.isEmpty() ? "" : ", if " + when));
            closed = when.isEmpty() && !answers;
        }
        if (parts.isEmpty()) {
            return "no";
        }
        if (!closed) {
            parts.add("otherwise no");
        } else if (parts.size() > 1) {
            parts.add("otherwise " + parts.removeLast());
        }
        return String.join("; ", parts);
    }

    private static String second(String sender, String recipient) {
        return sender.equals(recipient) ? "other " + recipient : recipient;
    }

    private static String verdict(Line line) {
        return switch (line.verdict()) {
            case ALLOW -> "yes";
            case HOLD -> "after a moderator has looked at it";
            case REFUSE -> "no";
        };
    }

    private String to(GroupRules group, String sender) {
        boolean broadcast = group.as() == Kind.BROADCAST;
        if (broadcast
                && from(sender).who() != Facts.Who.SYSTEM
                && !rules.may(from(sender), Permission.BROADCAST)) {
            return "group: no";
        }
        if (When.meet(group.also(), names(sender))) {
            return "group: yes";
        }
        boolean role = group.roles().isEmpty() || When.meet(group.roles(), names(sender));
        String begin =
                !role || group.post() == GroupRules.Post.NOBODY
                        ? "no"
                        : group.post() == GroupRules.Post.ANYONE
                                ? "yes"
                                : "yes, as its " + Entries.word(group.post());
        return "group: " + begin + answers(group, begin);
    }

    private static String answers(GroupRules group, String begin) {
        if (begin.equals("yes") || begin.endsWith("member")) {
            return "";
        }
        List<String> ways = new ArrayList<>();
        if (group.replyModes().contains(ReplyMode.ALL)) {
            ways.add("everybody");
        }
        if (group.replyModes().contains(ReplyMode.REPLY_TO_OWNER)) {
            ways.add("its owners");
        }
        return ways.isEmpty() ? "" : "; members' answers go to " + String.join(" or ", ways);
    }

    private List<String> permissions(String sender) {
        List<String> lines = new ArrayList<>();
        Facts.From from = from(sender);
        List<String> may =
                Set.of(Permission.values()).stream()
                        .filter(p -> from.who() == Facts.Who.SYSTEM || rules.may(from, p))
                        .sorted()
                        .map(Permission::word)
                        .toList();
        if (from.who() != Facts.Who.SYSTEM) {
            lines.add("  may also:      " + (may.isEmpty() ? "nothing" : String.join(", ", may)));
        }
        if (rules.unblockable(from)) {
            lines.add("  cannot be blocked");
        }
        return lines;
    }

    /** One case: {@code patient,clinician,recipient-is assigned,direct,yes,}. */
    public record Case(
            String from, String to, String tie, String kind, String answer, String code) {}

    /** Every case the policy can tell apart, judged. */
    public List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String sender : senders()) {
            for (Map.Entry<String, Facts.Ask> ask : asks().entrySet()) {
                for (Map.Entry<String, Facts.Ties> tie : ties().entrySet()) {
                    for (String recipient : rules.roleNames().keySet()) {
                        Facts facts =
                                new Facts(
                                        from(sender),
                                        Facts.To.Person.of(recipient),
                                        tie.getValue(),
                                        ask.getValue());
                        cases.add(judged(sender, recipient, tie.getKey(), ask.getKey(), facts));
                    }
                }
                groups(sender, ask.getKey(), ask.getValue(), cases);
            }
        }
        return cases;
    }

    private void groups(String sender, String kind, Facts.Ask ask, List<Case> cases) {
        List<Optional<Rank>> ranks = new ArrayList<>();
        ranks.add(Optional.empty());
        for (Rank rank : Rank.values()) {
            ranks.add(Optional.of(rank));
        }
        for (GroupRules group : rules.groups().values()) {
            for (Optional<Rank> rank : ranks) {
                Facts.To to =
                        new Facts.To.Group(group.kind(), group.replyModes().getFirst(), rank, true);
                String tie = rank.map(r -> "as " + When.word(r)).orElse("no member");
                Facts facts = new Facts(from(sender), to, Facts.Ties.NONE, ask);
                cases.add(judged(sender, "group " + group.kind(), tie, kind, facts));
            }
        }
    }

    private Case judged(String from, String to, String tie, String kind, Facts facts) {
        Ruling ruling = rules.judge(facts);
        return new Case(
                from,
                to,
                tie,
                kind,
                switch (ruling.verdict()) {
                    case ALLOW -> "yes";
                    case HOLD -> "held";
                    case REFUSE -> "no";
                },
                ruling.why().map(why -> why.code().word()).orElse(""));
    }

    private static Map<String, Facts.Ask> asks() {
        Map<String, Facts.Ask> asks = new LinkedHashMap<>();
        asks.put("direct", Facts.Ask.NEW);
        asks.put("reply", Facts.Ask.REPLY);
        asks.put("bulk", Facts.Ask.NEW.as(Kind.BULK));
        asks.put("broadcast", Facts.Ask.NEW.as(Kind.BROADCAST));
        asks.put("scheduled", Facts.Ask.NEW.later());
        return asks;
    }

    private Map<String, Facts.Ties> ties() {
        Map<String, Facts.Ties> ties = new LinkedHashMap<>();
        ties.put("nothing", Facts.Ties.NONE);
        for (String relation : rules.relations().keySet()) {
            Set<String> one = Set.of(relation);
            ties.put("sender is " + relation, new Facts.Ties(one, Set.of(), List.of(), false));
            ties.put("recipient is " + relation, new Facts.Ties(Set.of(), one, List.of(), false));
        }
        for (String kind : rules.groups().keySet()) {
            for (Rank sender : List.of(Rank.MEMBER, Rank.OWNER)) {
                for (Rank recipient : List.of(Rank.MEMBER, Rank.OWNER)) {
                    ties.put(
                            "share %s as %s and %s"
                                    .formatted(kind, When.word(sender), When.word(recipient)),
                            new Facts.Ties(
                                    Set.of(),
                                    Set.of(),
                                    List.of(new Facts.Shared(kind, sender, recipient)),
                                    false));
                }
            }
        }
        return ties;
    }
}
