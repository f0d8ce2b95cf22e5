package org.mailroom.mailstore.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A message's flags: system flags as bits of {@link SystemFlag#bit()}, and keywords, in the
 * spelling first used in the account, sorted without regard to case. RFC 9051 §2.3.2.
 */
public record Flags(int system, List<String> keywords) {
    public static final Flags NONE = new Flags(0, List.of());

    public Flags {
        keywords = sorted(keywords);
    }

    private static List<String> sorted(List<String> keywords) {
        if (keywords.size() < 2) {
            return List.copyOf(keywords);
        }
        var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(keywords);
        return List.copyOf(set);
    }

    public static Flags of(SystemFlag... flags) {
        int bits = 0;
        for (SystemFlag f : flags) {
            bits |= f.bit();
        }
        return new Flags(bits, List.of());
    }

    /** From wire names; {@code \Recent} and unknown backslash names are left out. */
    public static Flags parse(Collection<String> names) {
        int bits = 0;
        var keywords = new ArrayList<String>();
        for (String name : names) {
            if (name.startsWith("\\")) {
                for (SystemFlag f : SystemFlag.values()) {
                    if (f.wire().equalsIgnoreCase(name)) {
                        bits |= f.bit();
                    }
                }
            } else {
                keywords.add(name);
            }
        }
        return new Flags(bits, keywords);
    }

    public boolean has(SystemFlag flag) {
        return flag.in(system);
    }

    public boolean has(String keyword) {
        return keywords.stream().anyMatch(keyword::equalsIgnoreCase);
    }
}
