package org.mailroom.mailstore.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a group of accounts must hold: the plainest thing that follows the steps. One line a message
 * and a mailbox, so that two states compare as text.
 */
final class Model {
    private static final class Box {
        long uidNext = 1;
        final TreeMap<Long, String> messages = new TreeMap<>();

        Box copy() {
            Box b = new Box();
            b.uidNext = uidNext;
            b.messages.putAll(messages);
            return b;
        }

        void add(String message) {
            messages.put(uidNext++, message);
        }
    }

    private final List<TreeMap<String, Box>> accounts = new ArrayList<>();

    Model(int size) {
        for (int i = 0; i < size; i++) {
            var boxes = new TreeMap<String, Box>();
            for (String name : List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash")) {
                boxes.put(name, new Box());
            }
            accounts.add(boxes);
        }
    }

    Model copy() {
        Model m = new Model(0);
        for (var boxes : accounts) {
            var copy = new TreeMap<String, Box>();
            boxes.forEach((name, box) -> copy.put(name, box.copy()));
            m.accounts.add(copy);
        }
        return m;
    }

    void apply(Step step) {
        step.accounts().forEach(a -> apply(step, accounts.get(a)));
    }

    private static void apply(Step step, TreeMap<String, Box> boxes) {
        Box box = boxes.get(step.mailbox());
        switch (step.kind()) {
            case "deliver", "append" -> box.add(step.token() + " ");
            case "store" -> {
                for (long uid : step.uids()) {
                    box.messages.computeIfPresent(uid, (u, m) -> subject(m) + " " + step.token());
                }
            }
            case "copy", "move" -> {
                var chosen = new TreeMap<Long, String>();
                for (long uid : step.uids()) {
                    if (box.messages.containsKey(uid)) {
                        chosen.put(uid, box.messages.get(uid));
                    }
                }
                chosen.values().forEach(boxes.get(step.target())::add);
                if (step.kind().equals("move")) {
                    box.messages.keySet().removeAll(chosen.keySet());
                }
            }
            case "expunge" -> box.messages.values().removeIf(m -> m.contains("\\Deleted"));
            case "create" -> boxes.put(step.mailbox(), new Box());
            case "rename" -> {
                boxes.put(step.target(), boxes.remove(step.mailbox()));
            }
            case "delete" -> boxes.remove(step.mailbox());
            default -> throw new IllegalArgumentException(step.kind());
        }
    }

    private static String subject(String message) {
        return message.substring(0, message.indexOf(' '));
    }

    /** The whole state of one account as lines. */
    List<String> lines(int account) {
        var lines = new ArrayList<String>();
        accounts.get(account)
                .forEach(
                        (name, box) -> {
                            lines.add(name + " next " + box.uidNext);
                            box.messages.forEach((uid, m) -> lines.add(name + " " + uid + " " + m));
                        });
        return lines;
    }
}
