package org.mailroom.messaging.policy;

import org.jspecify.annotations.Nullable;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.policy.Entries.Problems;
import org.mailroom.messaging.policy.Ruling.Verdict;
import org.mailroom.messaging.safety.Lane;
import org.mailroom.messaging.safety.Restriction;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a policy file. What the keys mean, docs/policies.md tells. */
final class RuleReader {
    /** What was read. */
    record Read(RuleSet rules, List<Problem> warnings) {}

    private static final int MOST_CHARACTERS = 1 << 20;
    private static final String SAYS = "You may not write to this address";

    private static final String[] TOP = {
        "policy",
        "about",
        "says",
        "roles",
        "without-role",
        "relations",
        "groups",
        "write",
        "replies",
        "people-at-once",
        "lanes",
        "count-through-systems",
        "restrictions",
        "features",
        "except"
    };
    private static final String[] LINE = {"allow", "hold", "refuse", "to", "when", "kinds", "say"};
    private static final String[] WHEN = {
        "sender-is", "recipient-is", "related", "share", "sender-rank", "recipient-rank", "welcome"
    };

    private final Problems problems;

    private RuleReader(String file) {
        problems = new Problems(file);
    }

    /**
     * Reads a policy.
     *
     * @param file its name, for messages
     * @throws BadPolicy with everything that is wrong
     */
    static Read read(String file, String text) throws BadPolicy {
        RuleReader reader = new RuleReader(file);
        Node root = compose(file, text);
        RuleSet rules = reader.rules(root);
        List<Problem> found = reader.problems.sorted();
        if (found.stream().anyMatch(problem -> !problem.warning())) {
            throw new BadPolicy(found);
        }
        return new Read(rules, found);
    }

    private static Node compose(String file, String text) throws BadPolicy {
        if (text.length() > MOST_CHARACTERS) {
            throw bad(file, 0, 0, "longer than " + MOST_CHARACTERS + " characters");
        }
        try {
            LoadSettings load =
                    LoadSettings.builder().setLabel(file).setAllowDuplicateKeys(true).build();
            return new Compose(load)
                    .composeString(text)
                    .orElseGet(
                            () ->
                                    new ScalarNode(
                                            Tag.STR,
                                            "",
                                            org.snakeyaml.engine.v2.common.ScalarStyle.PLAIN));
        } catch (MarkedYamlEngineException e) {
            throw bad(
                    file,
                    e.getProblemMark().map(m -> m.getLine() + 1).orElse(0),
                    e.getProblemMark().map(m -> m.getColumn() + 1).orElse(0),
                    "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw bad(file, 0, 0, "not YAML");
        }
    }

    private static BadPolicy bad(String file, int line, int column, String text) {
        return new BadPolicy(List.of(new Problem(file, line, column, text, false)));
    }

    private RuleSet rules(Node root) {
        Entries top = Entries.of(problems, root, root, TOP);
        if (!top.has("policy")) {
            problems.error(root, "\"policy\" is missing: a name for these rules");
        }
        if (!top.has("write")) {
            problems.error(root, "\"write\" is missing: nobody could write to anybody");
        }
        Map<String, Lane> lanes = lanes(top);
        Map<String, Role> roles = roles(top);
        Map<String, String> relations = relations(top);
        Map<String, GroupRules> groups = groups(top, roles.keySet());
        Names names = new Names(roles.keySet(), relations.keySet(), groups.keySet());
        List<Line> lines = lines(top, names);
        Entries restrictions = top.inner("restrictions", "allowed", "longest-shadow");
        Features features = features(top.inner("features", FEATURES)).apply(Features.DEFAULT);
        RuleSet rules =
                new RuleSet(
                        top.text("policy").orElse(""),
                        top.text("about").orElse(""),
                        roles,
                        relations,
                        groups,
                        lines,
                        top.words("without-role", names.declared(), "role").stream().findFirst(),
                        inside(top),
                        top.number("people-at-once", 1, 20),
                        lanes,
                        top.yes("count-through-systems", true),
                        features,
                        except(top, names),
                        restrictions(restrictions),
                        shadow(restrictions),
                        top.text("says").orElse(SAYS));
        if (!problems.errors()) {
            new Review(problems, top, rules).warn();
        }
        return rules;
    }

    /** What the file declares, for what refers to it. */
    private record Names(Set<String> roles, Set<String> relations, Set<String> groups) {
        Set<String> declared() {
            Set<String> own = new LinkedHashSet<>(roles);
            own.removeAll(Set.of(RuleSet.SYSTEM, RuleSet.SERVICE));
            return own;
        }

        Set<String> senders() {
            Set<String> all = recipients();
            all.addAll(List.of(RuleSet.SYSTEM, RuleSet.SERVICE));
            return all;
        }

        Set<String> recipients() {
            Set<String> all = declared();
            all.add(RuleSet.ANYONE);
            return all;
        }
    }

    private boolean inside(Entries top) {
        return top.words("replies", List.of("inside-thread", "anywhere"), "such choice")
                .contains("inside-thread");
    }

    private Map<String, Lane> lanes(Entries of) {
        Map<String, Lane> lanes = new LinkedHashMap<>();
        Entries all = of.inner("lanes", Lane.INTERACTIVE, Lane.BULK, Lane.SYSTEM);
        for (String name : all.names()) {
            Entries one = all.inner(name, "per-minute", "burst");
            if (!one.has("per-minute")) {
                problems.error(one.node(), name + ": \"per-minute\" is missing; 0 is no limit");
            }
            int perMinute = one.number("per-minute", 0, 0);
            lanes.put(
                    name,
                    new Lane(name, perMinute, one.number("burst", 1, Math.max(1, perMinute))));
        }
        return lanes;
    }

    private Map<String, Role> roles(Entries top) {
        Map<String, Role> roles = new LinkedHashMap<>();
        Entries all = top.inner("roles");
        for (String name : all.names()) {
            if (name.equals(RuleSet.ANYONE)) {
                problems.error(all.key(name), "\"anyone\" is everybody, not a role");
            }
            Entries one =
                    all.inner(name, "about", "directory", "unblockable", "may", "lanes", "says");
            boolean system = name.equals(RuleSet.SYSTEM) || name.equals(RuleSet.SERVICE);
            roles.put(
                    name,
                    new Role(
                            name,
                            one.text("about").orElse(""),
                            one.has("directory")
                                    ? one.words(
                                                    "directory",
                                                    List.of("everyone", "known"),
                                                    "such choice")
                                            .contains("everyone")
                                    : system,
                            one.yes("unblockable", system),
                            one.constants("may", Permission.class),
                            lanes(one),
                            one.text("says")));
        }
        return roles;
    }

    private Map<String, String> relations(Entries top) {
        Map<String, String> relations = new LinkedHashMap<>();
        Entries all = top.inner("relations");
        for (String name : all.names()) {
            relations.put(name, all.text(name).orElse(""));
        }
        return relations;
    }

    private Map<String, GroupRules> groups(Entries top, Set<String> roles) {
        Map<String, GroupRules> groups = new LinkedHashMap<>();
        Entries all = top.inner("groups");
        for (String name : all.names()) {
            Entries one =
                    all.inner(
                            name,
                            "about",
                            "as",
                            "post",
                            "roles",
                            "also",
                            "reply-modes",
                            "listed",
                            "say");
            Set<String> senders = new LinkedHashSet<>(roles);
            senders.addAll(List.of(RuleSet.SYSTEM, RuleSet.SERVICE));
            Kind as = as(one);
            List<ReplyMode> modes = replyModes(one);
            if (!one.has("post") && !one.has("also")) {
                problems.error(all.key(name), name + ": \"post\" is missing: who writes to it");
            }
            groups.put(
                    name,
                    new GroupRules(
                            name,
                            one.text("about").orElse(""),
                            as,
                            one.constant("post", GroupRules.Post.class)
                                    .orElse(GroupRules.Post.NOBODY),
                            one.words("roles", senders, "role"),
                            one.words("also", senders, "role"),
                            modes.isEmpty() ? List.of(ReplyMode.ANNOUNCE) : modes,
                            one.yes("listed", as == Kind.SUPPORT),
                            one.text("say"),
                            all.key(name).getStartMark().map(m -> m.getLine() + 1).orElse(0)));
        }
        return groups;
    }

    private static Kind as(Entries one) {
        return one.words("as", List.of("group", "support", "broadcast"), "such choice").stream()
                .map(word -> Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT)))
                .findFirst()
                .orElse(Kind.GROUP);
    }

    /** {@code announce}, {@code owner}, {@code all}; if none is named: to the owners, or none. */
    private static List<ReplyMode> replyModes(Entries one) {
        if (!one.has("reply-modes")) {
            return List.of(ReplyMode.REPLY_TO_OWNER, ReplyMode.ANNOUNCE);
        }
        return one.words("reply-modes", List.of("announce", "owner", "all"), "reply mode").stream()
                .map(
                        word ->
                                switch (word) {
                                    case "announce" -> ReplyMode.ANNOUNCE;
                                    case "owner" -> ReplyMode.REPLY_TO_OWNER;
                                    default -> ReplyMode.ALL;
                                })
                .toList();
    }

    private List<Line> lines(Entries top, Names names) {
        List<Line> lines = new ArrayList<>();
        for (Entries one : top.list("write", LINE)) {
            List<String> verbs =
                    List.of("allow", "hold", "refuse").stream().filter(one::has).toList();
            if (verbs.size() != 1) {
                problems.error(
                        one.node(), "a line needs one of \"allow\", \"hold\" and \"refuse\"");
                continue;
            }
            if (!one.has("to")) {
                problems.error(one.node(), "\"to\" is missing: whom they write to");
            }
            String verb = verbs.getFirst();
            Verdict verdict = Verdict.valueOf(verb.toUpperCase(java.util.Locale.ROOT));
            Set<Kind> kinds = kinds(one);
            if (verdict == Verdict.ALLOW && one.has("say")) {
                problems.warn(one.key("say"), "nobody is told the \"say\" of what is allowed");
            }
            lines.add(
                    new Line(
                            verdict,
                            one.words(verb, names.senders(), "role"),
                            one.words("to", names.recipients(), "role"),
                            when(one, names),
                            kinds.isEmpty() ? LINE_KINDS : kinds,
                            one.text("say"),
                            one.line()));
        }
        return lines;
    }

    static final Set<Kind> LINE_KINDS = Set.of(Kind.DIRECT, Kind.REPLY, Kind.SYSTEM);

    private static Set<Kind> kinds(Entries one) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        one.words("kinds", List.of("direct", "reply", "system"), "kind of message for a line")
                .forEach(word -> kinds.add(Kind.valueOf(word.toUpperCase(java.util.Locale.ROOT))));
        return kinds;
    }

    private When when(Entries line, Names names) {
        Entries when = line.inner("when", WHEN);
        Set<String> share = when.words("share", names.groups(), "kind of group");
        for (String rank : List.of("sender-rank", "recipient-rank")) {
            if (when.has(rank) && !when.has("share")) {
                problems.error(when.key(rank), rank + " needs \"share\": a rank in which group?");
            }
        }
        return new When(
                when.words("sender-is", names.relations(), "relation"),
                when.words("recipient-is", names.relations(), "relation"),
                when.words("related", names.relations(), "relation"),
                share,
                when.constant("sender-rank", Rank.class).orElse(Rank.MEMBER),
                when.constant("recipient-rank", Rank.class).orElse(Rank.MEMBER),
                when.yes("welcome", false));
    }

    private Set<Restriction.Kind> restrictions(Entries of) {
        return of.has("allowed")
                ? of.constants("allowed", Restriction.Kind.class)
                : EnumSet.complementOf(EnumSet.of(Restriction.Kind.SHADOW));
    }

    /** Shadow restrictions need both: to be named, and an end. */
    private Optional<Duration> shadow(Entries of) {
        boolean named = restrictions(of).contains(Restriction.Kind.SHADOW);
        Optional<Duration> longest = of.duration("longest-shadow", Map.of(), time -> time);
        if (named && !of.has("longest-shadow")) {
            problems.error(
                    of.key("allowed"), "shadow needs \"longest-shadow\": it always has an end");
        } else if (!named && of.has("longest-shadow")) {
            problems.warn(of.key("longest-shadow"), "shadow is not among those allowed");
        }
        return named ? longest : Optional.empty();
    }

    private static final String[] FEATURES = {
        "receipts",
        "edit",
        "retraction",
        "deletion",
        "retention",
        "history",
        "notification-content",
        "journal"
    };

    private List<FeatureLine> except(Entries top, Names names) {
        List<FeatureLine> lines = new ArrayList<>();
        for (Entries one : top.list("except", "group", "from", "to", "when", "set")) {
            boolean people = one.has("from") || one.has("to");
            if (people == one.has("group") || (one.has("group") && one.has("when"))) {
                problems.error(
                        one.node(), "needs either \"group\", or \"from\" and \"to\" with \"when\"");
            }
            if (!one.has("set")) {
                problems.error(one.node(), "\"set\" is missing: what is different here");
            }
            lines.add(
                    new FeatureLine(
                            one.words("group", names.groups(), "kind of group").stream()
                                    .findFirst(),
                            orAnyone(one.words("from", names.senders(), "role")),
                            orAnyone(one.words("to", names.recipients(), "role")),
                            when(one, names),
                            features(one.inner("set", FEATURES)),
                            one.line()));
        }
        return lines;
    }

    private static Set<String> orAnyone(Set<String> roles) {
        return roles.isEmpty() ? Set.of(RuleSet.ANYONE) : roles;
    }

    /** What the entries change, and nothing else. */
    private static java.util.function.UnaryOperator<Features> features(Entries of) {
        var receipts = of.constant("receipts", Features.Receipts.class);
        var edit = window(of, "edit");
        var retraction = window(of, "retraction");
        var deletion = of.constant("deletion", Features.Deletion.class);
        Optional<Optional<Duration>> retention =
                of.duration("retention", Map.of("none", Optional.empty()), Optional::of);
        var history = of.constant("history", Features.HistoryFrom.class);
        var content = of.constant("notification-content", Features.NotificationContent.class);
        @Nullable Boolean journal = of.has("journal") ? of.yes("journal", false) : null;
        return before ->
                new Features(
                        receipts.orElse(before.receipts()),
                        edit.orElse(before.edit()),
                        retraction.orElse(before.retraction()),
                        deletion.orElse(before.deletion()),
                        retention.orElse(before.retention()),
                        history.orElse(before.history()),
                        content.orElse(before.notificationContent()),
                        journal == null ? before.journal() : journal);
    }

    private static Optional<Optional<Duration>> window(Entries of, String key) {
        return of.duration(
                key,
                Map.of("off", Optional.of(Duration.ZERO), "always", Optional.empty()),
                Optional::of);
    }
}
