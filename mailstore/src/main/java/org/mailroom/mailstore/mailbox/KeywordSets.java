package org.mailroom.mailstore.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The distinct combinations of keywords used in one account. A message carries the number of its
 * combination, so that a view needs four bytes for any number of keywords. Only grows; safe for
 * readers while one writer, holding the account lock, adds.
 */
public final class KeywordSets {
    /** The number of the empty combination. */
    public static final int NONE = 0;

    private final CopyOnWriteArrayList<List<String>> byId = new CopyOnWriteArrayList<>();
    private final Map<List<String>, Integer> ids = new ConcurrentHashMap<>();
    private final Map<String, String> spelling = new ConcurrentHashMap<>();

    public KeywordSets() {
        byId.add(List.of());
        ids.put(List.of(), NONE);
    }

    /** The keywords of a combination, sorted, in the account's spelling. */
    public List<String> keywords(int id) {
        return byId.get(id);
    }

    /** How many combinations there are, the empty one included; ids run from 0 below this. */
    public int size() {
        return byId.size();
    }

    /** Every keyword the account has used, in its spelling, sorted. */
    public List<String> known() {
        return List.copyOf(new TreeMap<>(spelling).values());
    }

    /** The number of this combination if it was used before. */
    public Optional<Integer> find(List<String> keywords) {
        return Optional.ofNullable(ids.get(canonical(keywords)));
    }

    /** The keywords as this account spells them, sorted without regard to case. */
    public List<String> canonical(List<String> keywords) {
        if (keywords.isEmpty()) {
            return List.of();
        }
        var sorted = new TreeMap<String, String>();
        for (String k : keywords) {
            String lower = k.toLowerCase(Locale.ROOT);
            sorted.putIfAbsent(lower, spelling.getOrDefault(lower, k));
        }
        return List.copyOf(sorted.values());
    }

    /** Adds a canonical combination under the next id. The caller holds the account lock. */
    public int add(List<String> canonical) {
        int id = byId.size();
        for (String k : canonical) {
            spelling.putIfAbsent(k.toLowerCase(Locale.ROOT), k);
        }
        byId.add(List.copyOf(canonical));
        ids.put(List.copyOf(canonical), id);
        return id;
    }

    /** All combinations in order of id; for tests and the consistency check. */
    public List<List<String>> all() {
        return new ArrayList<>(byId);
    }
}
