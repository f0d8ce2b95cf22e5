package org.mailroom.messaging.policy;

import org.mailroom.messaging.policy.Entries.Problems;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for what can be meant but hardly is: lines never reached, names never used. */
final class Review {
    private final Problems problems;
    private final Entries top;
    private final RuleSet rules;

    Review(Problems problems, Entries top, RuleSet rules) {
        this.problems = problems;
        this.top = top;
        this.rules = rules;
    }

    void warn() {
        unreachable();
        unused();
        if (rules.roles().values().stream()
                .noneMatch(role -> role.may().contains(Permission.MODERATE))) {
            problems.warn(top.key("roles"), "no role may moderate: nobody could look at reports");
        }
    }

    private void unreachable() {
        List<Line> lines = rules.lines();
        for (int i = 0; i < lines.size(); i++) {
            Line later = lines.get(i);
            for (Line earlier : lines.subList(0, i)) {
                if (earlier.covers(later)) {
                    String what =
                            earlier.equals(at(later, earlier.at()))
                                    ? "the same as"
                                    : "never reached:";
                    problems.warn(
                            node(later),
                            what
                                    + " line "
                                    + earlier.at()
                                    + (what.endsWith(":") ? " matches first" : " once more"));
                    break;
                }
            }
        }
    }

    private static Line at(Line line, int place) {
        return new Line(
                line.verdict(),
                line.from(),
                line.to(),
                line.when(),
                line.kinds(),
                line.say(),
                place);
    }

    private Node node(Line line) {
        if (top.value("write") instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                if (item.getStartMark().map(m -> m.getLine() + 1).orElse(0) == line.at()) {
                    return item;
                }
            }
        }
        return top.key("write");
    }

    private void unused() {
        Set<String> roles = new HashSet<>();
        Set<String> relations = new HashSet<>();
        for (Line line : rules.lines()) {
            roles.addAll(line.from());
            roles.addAll(line.to());
            uses(line.when(), relations);
        }
        for (FeatureLine line : rules.featureLines()) {
            roles.addAll(line.from());
            roles.addAll(line.to());
            uses(line.when(), relations);
        }
        rules.groups()
                .values()
                .forEach(
                        group -> {
                            roles.addAll(group.roles());
                            roles.addAll(group.also());
                        });
        Entries declared = top.inner("roles");
        for (Role role : rules.roles().values()) {
            String name = role.name();
            boolean system = name.equals(RuleSet.SYSTEM) || name.equals(RuleSet.SERVICE);
            if (!system && role.may().isEmpty() && !roles.contains(name)) {
                problems.warn(declared.key(name), "no line speaks of the role \"" + name + "\"");
            }
        }
        Entries ties = top.inner("relations");
        for (String name : rules.relations().keySet()) {
            if (!relations.contains(name)) {
                problems.warn(ties.key(name), "no line speaks of the relation \"" + name + "\"");
            }
        }
    }

    private static void uses(When when, Set<String> relations) {
        relations.addAll(when.senderIs());
        relations.addAll(when.recipientIs());
        relations.addAll(when.related());
    }
}
