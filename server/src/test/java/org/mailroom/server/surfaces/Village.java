package org.mailroom.server.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.mailroom.mailstore.account.Account;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.Groups;
import org.mailroom.messaging.group.History;
import org.mailroom.messaging.group.NewGroup;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Relations;
import org.mailroom.messaging.safety.NewRestriction;
import org.mailroom.messaging.safety.Restriction;
import org.mailroom.server.config.SettingsReader;
import org.mailroom.server.wiring.OpenStore;
import org.mailroom.server.wiring.Wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server under one of the policies that come with it, whose rates are lifted, and everybody who
 * can stand to a sender in any way the policy tells apart.
 */
final class Village implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final String DOMAIN = "demo.test";
    private static final Actor ADMIN = Actor.named("test");

    /** What a policy knows; written down once more, so that nothing is left out silently. */
    record World(String policy, List<String> roles, List<String> relations, List<Kind> groups) {}

    record Kind(String name, ReplyMode mode) {}

    static final List<World> WORLDS =
            List.of(
                    new World(
                            "healing-space",
                            List.of("patient", "clinician", "developer", "admin"),
                            List.of("assigned", "care-team"),
                            List.of(
                                    new Kind("support-group", ReplyMode.ALL),
                                    new Kind("cohort", ReplyMode.REPLY_TO_OWNER),
                                    new Kind("team", ReplyMode.ALL),
                                    new Kind("everyone", ReplyMode.ANNOUNCE),
                                    new Kind("role-address", ReplyMode.ALL))),
                    new World(
                            "classroom",
                            List.of("student", "instructor", "admin"),
                            List.of("instructor"),
                            List.of(
                                    new Kind("class", ReplyMode.REPLY_TO_OWNER),
                                    new Kind("team", ReplyMode.ALL),
                                    new Kind("everyone", ReplyMode.ANNOUNCE),
                                    new Kind("role-address", ReplyMode.ALL))),
                    new World(
                            "mentoring",
                            List.of("student", "mentor", "admin"),
                            List.of("mentor"),
                            List.of(
                                    new Kind("cohort", ReplyMode.ALL),
                                    new Kind("mentor-circle", ReplyMode.ALL),
                                    new Kind("everyone", ReplyMode.ANNOUNCE),
                                    new Kind("role-address", ReplyMode.ALL))),
                    new World(
                            "sisterhood",
                            List.of("member", "host", "moderator", "admin"),
                            List.of(),
                            List.of(
                                    new Kind("circle", ReplyMode.ALL),
                                    new Kind("course", ReplyMode.REPLY_TO_OWNER),
                                    new Kind("tier", ReplyMode.ANNOUNCE),
                                    new Kind("everyone", ReplyMode.ANNOUNCE),
                                    new Kind("role-address", ReplyMode.ALL))),
                    new World(
                            "care-collective",
                            List.of("member", "newcomer", "moderator", "admin"),
                            List.of("helping"),
                            List.of(
                                    new Kind("circle", ReplyMode.ALL),
                                    new Kind("everyone", ReplyMode.ANNOUNCE),
                                    new Kind("role-address", ReplyMode.REPLY_TO_OWNER))));

    /**
     * Somebody who writes, and to whom.
     *
     * @param groups those of the targets that are groups
     */
    record Sender(Account account, List<String> targets, List<Group> groups) {
        String address() {
            return account.address();
        }
    }

    final World world;
    final Wiring wiring;
    final List<Sender> senders = new ArrayList<>();
    private int names;

    Village(World world, Path directory) throws Exception {
        this.world = world;
        wiring =
                Wiring.start(
                        SettingsReader.read(null, Map.of(), settings(world, directory))
                                .withData(directory.resolve("data")));
        for (String role : world.roles) {
            senders.add(sender(role, Optional.empty()));
        }
        String first = world.roles.getFirst();
        senders.add(sender(first, Optional.of(Restriction.Kind.MUTE)));
        senders.add(sender(first, Optional.of(Restriction.Kind.HOLD)));
    }

    private static List<String> settings(World world, Path directory) throws IOException {
        Path rules = directory.resolve(world.policy + ".yaml");
        String text = Files.readString(home().resolve("conf/policies/" + world.policy + ".yaml"));
        Files.writeString(rules, text.replaceAll("per-minute: \\d+", "per-minute: 0"));
        List<String> settings = new ArrayList<>();
        for (String service : List.of("smtp", "submission", "lmtp", "imap")) {
            settings.add("listen." + service + "=127.0.0.1:0");
        }
        for (String service : List.of("http", "submissions", "imaps")) {
            settings.add("listen." + service + "=off");
        }
        settings.add("directory.domains=[" + DOMAIN + "]");
        settings.add("logins.plaintext-from-loopback=true");
        settings.add("smtp.max-errors=10000");
        settings.add("policy.rules=" + rules);
        return settings;
    }

    private static Path home() {
        String root = System.getProperty("maven.multiModuleProjectDirectory");
        return root == null ? Path.of("..") : Path.of(root);
    }

    OpenStore store() {
        return wiring.store();
    }

    private Groups groups() {
        return store().organisation().groups();
    }

    private Person person(String role) {
        return store().organisation()
                .people()
                .create(
                        new NewPerson("p" + names++ + "@" + DOMAIN, "Somebody", Set.of(role)),
                        ADMIN);
    }

    private Sender sender(String role, Optional<Restriction.Kind> restricted) {
        Person person = person(role);
        store().directory().setPassword(person.id(), PASSWORD);
        restricted.ifPresent(
                kind ->
                        store().sources()
                                .restrictions()
                                .impose(
                                        new NewRestriction(
                                                person.id(),
                                                kind,
                                                "test",
                                                Optional.empty(),
                                                Optional.empty()),
                                        ADMIN));
        List<String> targets = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        for (String other : world.roles) {
            people(person, other, targets);
        }
        for (Kind kind : world.groups) {
            groups(person, kind, groups);
        }
        groups.forEach(g -> targets.add(g.address()));
        targets.add("nobody" + names + "@" + DOMAIN);
        Account account = store().directory().byId(person.id()).orElseThrow();
        return new Sender(account, List.copyOf(targets), List.copyOf(groups));
    }

    /** One for each way to stand to the sender. */
    private void people(Person sender, String role, List<String> targets) {
        targets.add(person(role).address());
        Person suspended = person(role);
        store().directory().suspend(suspended.id());
        targets.add(suspended.address());
        Person blocking = person(role);
        block(blocking.id(), sender.id());
        targets.add(blocking.address());
        Relations relations = store().organisation().relations();
        for (String kind : world.relations) {
            Person from = person(role);
            relations.add(from.id(), sender.id(), kind, ADMIN);
            targets.add(from.address());
            Person to = person(role);
            relations.add(sender.id(), to.id(), kind, ADMIN);
            targets.add(to.address());
            Person blockingToo = person(role);
            relations.add(blockingToo.id(), sender.id(), kind, ADMIN);
            block(blockingToo.id(), sender.id());
            targets.add(blockingToo.address());
        }
        Kind shared = world.groups.getFirst();
        for (Rank rank : List.of(Rank.MEMBER, Rank.OWNER)) {
            Group group = group(shared);
            groups().join(group.id(), sender.id(), rank, ADMIN);
            Person member = person(role);
            groups().join(group.id(), member.id(), Rank.MEMBER, ADMIN);
            targets.add(member.address());
        }
    }

    private void block(AccountId recipient, AccountId sender) {
        try {
            store().sources().blocks().block(recipient, sender, "test", ADMIN);
        } catch (Refused unblockable) {
            assertThat(unblockable.reason()).isNotEqualTo(Refused.Reason.UNAVAILABLE);
        }
    }

    private Group group(Kind kind) {
        return groups().create(
                        new NewGroup(
                                "g" + names++ + "@" + DOMAIN,
                                List.of(),
                                "A group",
                                kind.name,
                                kind.mode,
                                History.FROM_JOIN,
                                Optional.empty()),
                        ADMIN);
    }

    /** One to which the sender is a stranger, a member, an owner, and the first owner. */
    private void groups(Person sender, Kind kind, List<Group> all) {
        for (Optional<Rank> rank :
                List.of(
                        Optional.<Rank>empty(),
                        Optional.of(Rank.MEMBER),
                        Optional.of(Rank.OWNER),
                        Optional.of(Rank.PRIMARY_OWNER))) {
            Group group = group(kind);
            rank.ifPresent(r -> groups().join(group.id(), sender.id(), r, ADMIN));
            AccountId blocking = person(world.roles.getFirst()).id();
            block(blocking, sender.id());
            for (AccountId member : List.of(person(world.roles.getFirst()).id(), blocking)) {
                groups().join(group.id(), member, Rank.MEMBER, ADMIN);
            }
            all.add(group);
        }
    }

    @Override
    public void close() {
        wiring.close();
    }
}
