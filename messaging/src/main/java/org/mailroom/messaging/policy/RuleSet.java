package org.mailroom.messaging.policy;

import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.safety.Lane;
import org.mailroom.messaging.safety.Restriction;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a policy: immutable, and nothing but rules. {@link #judge} looks at facts and at
 * nothing else, so the same facts get the same answer wherever they come from. What no line allows
 * is refused; of the lines that match, the first decides.
 *
 * @param name of the policy
 * @param roles in the order of the file
 * @param relations kinds of relations, each with how it reads: "is the assigned clinician of"
 * @param groups by kind; {@link #OTHER} for all that are not named
 * @param lines who writes to whom
 * @param withoutRole the role of people who have none that the policy knows
 * @param repliesInside whether an answer has to stay among those who take part
 * @param peopleAtOnce more recipients than these make a message a bulk message
 * @param lanes how fast, by the name of the lane
 * @param throughSystems whether what systems hand in for people counts in the people's lanes
 * @param restrictions which of them moderators may impose; the rest are read as HOLD
 * @param longestShadow none: shadow restrictions are not allowed
 */
record RuleSet(
        String name,
        String about,
        Map<String, Role> roles,
        Map<String, String> relations,
        Map<String, GroupRules> groups,
        List<Line> lines,
        Optional<String> withoutRole,
        boolean repliesInside,
        int peopleAtOnce,
        Map<String, Lane> lanes,
        boolean throughSystems,
        Features features,
        List<FeatureLine> featureLines,
        Set<Restriction.Kind> restrictions,
        Optional<Duration> longestShadow,
        String says) {
    /** Every person. */
    static final String ANYONE = "anyone";

    /** Trusted systems in their own name. */
    static final String SYSTEM = "system";

    /** Services of the platform, whatever roles they have besides. */
    static final String SERVICE = "service";

    /** Groups of any kind the policy does not name. */
    static final String OTHER = "other";

    RuleSet {
        roles = Ordered.copy(roles);
        relations = Ordered.copy(relations);
        groups = Ordered.copy(groups);
        lines = List.copyOf(lines);
        lanes = Map.copyOf(lanes);
        featureLines = List.copyOf(featureLines);
        restrictions = Set.copyOf(restrictions);
    }

    Ruling judge(Facts facts) {
        return new Judgement(this, facts).ruling();
    }

    /** What is to be said of a sender alone; a yes is not worth a ruling. */
    Optional<Ruling> judgeSender(Facts.From from) {
        Facts facts = new Facts(from, new Facts.To.Nobody(), Facts.Ties.NONE, Facts.Ask.NEW);
        return new Judgement(this, facts).ofSender();
    }

    /** The words by which lines may mean this sender or recipient. */
    Set<String> names(Facts.Who who, Set<String> given) {
        Set<String> names = new HashSet<>();
        given.forEach(
                role -> {
                    if (roles.containsKey(role)) {
                        names.add(role);
                    }
                });
        switch (who) {
            case PERSON -> {
                if (names.isEmpty()) {
                    withoutRole.ifPresent(names::add);
                }
                names.add(ANYONE);
            }
            case SERVICE -> names.add(SERVICE);
            case SYSTEM -> names.add(SYSTEM);
        }
        return names;
    }

    Set<String> names(Facts.From from) {
        return names(from.who(), from.roles());
    }

    boolean may(Facts.From from, Permission permission) {
        return having(from).anyMatch(role -> role.may().contains(permission));
    }

    boolean unblockable(Facts.From from) {
        // What people block are people: systems only where the policy says so.
        return switch (from.who()) {
            case PERSON -> having(from).anyMatch(Role::unblockable);
            case SERVICE, SYSTEM -> having(from).allMatch(Role::unblockable);
        };
    }

    /** Systems of the platform know whom they have; so do services unless a role says otherwise. */
    boolean knowsDirectory(Facts.From from) {
        return switch (from.who()) {
            case SYSTEM -> true;
            case SERVICE -> having(from).allMatch(Role::knowsDirectory);
            case PERSON -> having(from).anyMatch(Role::knowsDirectory);
        };
    }

    /**
     * Whether two have something to do with each other, and so know of each other. That both get
     * the same announcements does not make it so.
     */
    boolean acquainted(Facts.Ties ties) {
        return !ties.senderIs().isEmpty()
                || !ties.recipientIs().isEmpty()
                || ties.shared().stream().anyMatch(this::seesEachOther);
    }

    private boolean seesEachOther(Facts.Shared shared) {
        return group(shared.kind())
                .filter(group -> group.as() != Kind.BROADCAST)
                .filter(
                        group ->
                                group.replyModes().contains(ReplyMode.ALL)
                                        || shared.sender().owns()
                                        || shared.recipient().owns())
                .isPresent();
    }

    String says(Facts.From from) {
        return having(from).flatMap(role -> role.says().stream()).findFirst().orElse(says);
    }

    /** Of several roles' lanes the widest. */
    Lane lane(Facts.From from, Kind kind) {
        String lane =
                switch (kind) {
                    case BULK, BROADCAST -> Lane.BULK;
                    default -> from.who() == Facts.Who.PERSON ? Lane.INTERACTIVE : Lane.SYSTEM;
                };
        return having(from)
                .flatMap(role -> Optional.ofNullable(role.lanes().get(lane)).stream())
                .reduce(RuleSet::wider)
                .orElseGet(() -> lanes.getOrDefault(lane, UNLIMITED.get(lane)));
    }

    /** Of systems in their own name. */
    Lane systemLane() {
        return lane(Judged.system("").facts(), Kind.SYSTEM);
    }

    /** Roles of people, with what they are. */
    Map<String, String> roleNames() {
        Map<String, String> names = new java.util.LinkedHashMap<>();
        roles.values().stream()
                .filter(role -> !role.name().equals(SYSTEM) && !role.name().equals(SERVICE))
                .forEach(role -> names.put(role.name(), role.about()));
        return names;
    }

    private static Lane wider(Lane a, Lane b) {
        if (a.unlimited() || b.unlimited()) {
            return a.unlimited() ? a : b;
        }
        return a.perMinute() >= b.perMinute() ? a : b;
    }

    private static final Map<String, Lane> UNLIMITED =
            Map.of(
                    Lane.INTERACTIVE, new Lane(Lane.INTERACTIVE, 0, 1),
                    Lane.BULK, new Lane(Lane.BULK, 0, 1),
                    Lane.SYSTEM, new Lane(Lane.SYSTEM, 0, 1));

    private java.util.stream.Stream<Role> having(Facts.From from) {
        Set<String> names = names(from);
        return roles.values().stream().filter(role -> names.contains(role.name()));
    }

    /** What holds for groups of this kind; none: nobody writes to them. */
    Optional<GroupRules> group(String kind) {
        return Optional.ofNullable(groups.get(kind))
                .or(() -> Optional.ofNullable(groups.get(OTHER)));
    }

    Features between(Facts.From from, Set<String> recipient, Facts.Ties ties) {
        Set<String> sender = names(from);
        Set<String> other = names(Facts.Who.PERSON, recipient);
        return changed(
                featureLines.stream().filter(line -> line.concerns(sender, other, ties)).toList());
    }

    Features in(String groupKind) {
        return changed(
                featureLines.stream()
                        .filter(line -> line.group().filter(groupKind::equals).isPresent())
                        .toList());
    }

    /** Of two lines that set the same, the first decides: it changes last. */
    private Features changed(List<FeatureLine> matching) {
        Features all = features;
        for (FeatureLine line : matching.reversed()) {
            all = line.set().apply(all);
        }
        return all;
    }
}
