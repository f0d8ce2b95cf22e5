package org.mailroom.imap.command;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;

/** Flags as a client gave them, each once, in its order. RFC 9051 §9, flag-list. */
public record FlagList(List<Flag> flags) {
    public static final FlagList EMPTY = new FlagList(List.of());

    public FlagList {
        flags = List.copyOf(new LinkedHashSet<>(flags));
    }

    public static FlagList of(Flag... flags) {
        return new FlagList(Arrays.asList(flags));
    }

    public boolean contains(Flag flag) {
        return flags.contains(flag);
    }

    public boolean isEmpty() {
        return flags.isEmpty();
    }

    public List<SystemFlag> system() {
        return flags.stream()
                .filter(SystemFlag.class::isInstance)
                .map(SystemFlag.class::cast)
                .toList();
    }

    public List<Flag.Keyword> keywords() {
        return flags.stream()
                .filter(Flag.Keyword.class::isInstance)
                .map(Flag.Keyword.class::cast)
                .toList();
    }
}
