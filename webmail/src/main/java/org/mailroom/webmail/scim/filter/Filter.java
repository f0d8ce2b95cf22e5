package org.mailroom.webmail.scim.filter;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a resource must be like to be meant. RFC 7644 §3.4.2.2. */
public sealed interface Filter {

    /** All of them hold. */
    record And(List<Filter> all) implements Filter {
        public And {
            all = List.copyOf(all);
        }
    }

    /** One of them holds. */
    record Or(List<Filter> any) implements Filter {
        public Or {
            any = List.copyOf(any);
        }
    }

    record Not(Filter filter) implements Filter {}

    /** The attribute has a value. */
    record Present(AttributePath path) implements Filter {}

    /**
     * A value of the attribute compares so.
     *
     * @param value a JSON string, number, boolean or null
     */
    record Compare(AttributePath path, Operator operator, JsonNode value) implements Filter {}

    /** One value of a complex attribute fulfils all of a filter: {@code emails[type eq "work"]}. */
    record OfOneValue(AttributePath path, Filter filter) implements Filter {}

    /** How values are compared. */
    enum Operator {
        EQ,
        NE,
        CO,
        SW,
        EW,
        GT,
        GE,
        LT,
        LE;

        static Optional<Operator> of(String word) {
            for (Operator operator : values()) {
                if (operator.name().equalsIgnoreCase(word)) {
                    return Optional.of(operator);
                }
            }
            return Optional.empty();
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As a client might write it; parsed again, it is the same filter. */
    default String written() {
        return switch (this) {
            case And and -> joined(and.all(), " and ");
            case Or or -> joined(or.any(), " or ");
            case Not not -> "not (" + not.filter().written() + ")";
            case Present present -> present.path() + " pr";
            case Compare c -> c.path() + " " + c.operator().word() + " " + c.value();
            case OfOneValue one -> one.path() + "[" + one.filter().written() + "]";
        };
    }

    private static String joined(List<Filter> parts, String between) {
        return String.join(
                between,
                parts.stream()
                        .map(
                                f ->
                                        f instanceof And || f instanceof Or
                                                ? "(" + f.written() + ")"
                                                : f.written())
                        .toList());
    }
}
