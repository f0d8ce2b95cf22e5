package org.mailroom.server.demo;

import org.mailroom.mailstore.account.Account;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.group.Group;
import org.mailroom.messaging.group.NewGroup;
import org.mailroom.messaging.group.Rank;
import org.mailroom.messaging.group.ReplyMode;
import org.mailroom.messaging.people.NewPerson;
import org.mailroom.messaging.people.Person;
import org.mailroom.server.wiring.OpenStore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The organisation that goes with a policy, for trying the policy out: people with roles, what they
 * are to each other, groups, and some mail of the last days, all of which the policy let pass.
 */
public final class DemoOrganisation {
    /** Those there are; each has the name of its policy. */
    public static final List<String> NAMES =
            List.of("sisterhood", "classroom", "healing-space", "care-collective", "mentoring");

    private static final Actor ACTOR = Actor.named("demo");

    private final OpenStore store;
    private final Demo demo;
    private final Map<String, Person> people = new HashMap<>();

    private DemoOrganisation(OpenStore store, Demo demo) {
        this.store = store;
        this.demo = demo;
    }

    /** Fills a store that is new. */
    public static void fill(OpenStore store, String name) throws IOException {
        new DemoOrganisation(store, new Demo(store)).read(name);
    }

    private void read(String name) throws IOException {
        try (InputStream in = DemoOrganisation.class.getResourceAsStream(name + ".txt")) {
            String text =
                    new String(
                            Objects.requireNonNull(in, name).readAllBytes(),
                            StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    List<String> cells =
                            Arrays.stream(line.split("\\|", 6)).map(String::strip).toList();
                    make(cells);
                }
            }
        }
    }

    private void make(List<String> cells) throws IOException {
        switch (cells.getFirst()) {
            case "person" -> person(cells.get(1), cells.get(2), cells.get(3));
            case "service" -> service(cells.get(1), cells.get(2));
            case "relation" ->
                    store.organisation()
                            .relations()
                            .add(id(cells.get(1)).id(), id(cells.get(3)).id(), cells.get(2), ACTOR);
            case "closed" -> {
                Person person = id(cells.get(1));
                Map<String, String> choice = Map.of("who-may-write", cells.get(2));
                people.put(
                        cells.get(1),
                        store.organisation()
                                .people()
                                .update(person.withPreferences(choice), ACTOR));
            }
            case "group" -> group(cells);
            case "mail" -> {
                String[] when = cells.get(1).split(" ");
                demo.send(
                        Integer.parseInt(when[0]),
                        when[1],
                        id(cells.get(2)),
                        cells.get(3),
                        cells.get(4),
                        cells.get(5));
            }
            default -> throw new IllegalStateException(cells.getFirst());
        }
    }

    private Person id(String name) {
        return Objects.requireNonNull(people.get(name), name);
    }

    private void person(String name, String displayName, String role) {
        Person made =
                store.organisation()
                        .people()
                        .create(
                                new NewPerson(demo.address(name), displayName, Set.of(role)),
                                ACTOR);
        people.put(name, made);
        store.directory().setPassword(made.id(), Demo.PASSWORD);
    }

    private void service(String name, String displayName) {
        people.put(
                name,
                store.organisation()
                        .people()
                        .create(
                                new NewPerson(
                                        Account.Kind.SERVICE,
                                        demo.address(name),
                                        displayName,
                                        Set.of()),
                                ACTOR));
    }

    private void group(List<String> cells) {
        ReplyMode mode =
                switch (cells.get(4)) {
                    case "all" -> ReplyMode.ALL;
                    case "owner" -> ReplyMode.REPLY_TO_OWNER;
                    default -> ReplyMode.ANNOUNCE;
                };
        Group made =
                store.organisation()
                        .groups()
                        .create(
                                new NewGroup(demo.address(cells.get(1)), cells.get(2), cells.get(3))
                                        .withReplyMode(mode),
                                ACTOR);
        for (String member : cells.get(5).split(",")) {
            String[] words = member.strip().split(":");
            Rank rank =
                    words.length == 1
                            ? Rank.MEMBER
                            : Rank.valueOf(words[1].toUpperCase(Locale.ROOT).replace('-', '_'));
            store.organisation().groups().join(made.id(), id(words[0]).id(), rank, ACTOR);
        }
    }
}
