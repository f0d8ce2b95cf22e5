package org.mailroom.webmail.scim.schema;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.mailroom.webmail.scim.filter.AttributePath;
import org.mailroom.webmail.scim.filter.Filter;
import org.mailroom.webmail.scim.filter.Filter.Operator;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether resources fulfil a filter. An attribute with several values fulfils a comparison when one
 * of them does; a complex one is compared by its {@code value}. RFC 7644 §3.4.2.2.
 */
public final class Matching {
    private final ResourceType type;
    private final Filter filter;

    /**
     * Checks the filter against the schemas.
     *
     * @throws ScimError INVALID_FILTER if it asks for what no resource of the type has, or compares
     *     in a way that its kind of value cannot be compared
     */
    public Matching(ResourceType type, Filter filter) {
        this.type = type;
        this.filter = filter;
        check(filter, Optional.empty());
    }

    public boolean test(JsonNode resource) {
        return test(filter, resource, Optional.empty());
    }

    /** Whether one value of a complex attribute fulfils a filter within brackets. */
    public static boolean testValue(Attribute complex, Filter within, JsonNode value) {
        return new Matching(Schemas.USERS, new Filter.And(List.of()))
                .test(within, value, Optional.of(complex));
    }

    /** Checks a filter within the brackets behind {@code complex}. */
    public static void checkValue(ResourceType type, Attribute complex, Filter within) {
        new Matching(type, new Filter.And(List.of())).check(within, Optional.of(complex));
    }

    private void check(Filter f, Optional<Attribute> within) {
        switch (f) {
            case Filter.And and -> and.all().forEach(g -> check(g, within));
            case Filter.Or or -> or.any().forEach(g -> check(g, within));
            case Filter.Not not -> check(not.filter(), within);
            case Filter.Present present -> attribute(present.path(), within);
            case Filter.OfOneValue one -> {
                Attribute complex = attribute(one.path(), within);
                if (complex.type() != Attribute.Type.COMPLEX) {
                    throw bad(one.path() + " has no sub-attributes");
                }
                check(one.filter(), Optional.of(complex));
            }
            case Filter.Compare compare -> check(compare, attribute(compare.path(), within));
        }
    }

    private static void check(Filter.Compare compare, Attribute attribute) {
        Attribute simple = simple(attribute);
        Operator operator = compare.operator();
        boolean equality = operator == Operator.EQ || operator == Operator.NE;
        if (compare.value().isNull()) {
            if (!equality) {
                throw bad(compare.path() + ": null compares with eq and ne only");
            }
            return;
        }
        boolean ordered =
                simple.type() != Attribute.Type.BOOLEAN && simple.type() != Attribute.Type.BINARY;
        if (simple.type() == Attribute.Type.COMPLEX || (!equality && !ordered)) {
            throw bad(compare.path() + " cannot be compared so");
        }
        boolean fits =
                switch (simple.type()) {
                    case BOOLEAN -> truth(compare.value()) != null;
                    case DECIMAL, INTEGER -> number(compare.value()) != null;
                    case DATE_TIME -> !comparesInTime(operator) || instant(compare.value()) != null;
                    default -> !compare.value().isBoolean();
                };
        if (!fits) {
            throw bad(compare.path() + " never has a value like " + compare.value());
        }
    }

    private static boolean comparesInTime(Operator operator) {
        return operator != Operator.CO && operator != Operator.SW && operator != Operator.EW;
    }

    private static ScimError bad(String message) {
        return new ScimError(ScimError.Type.INVALID_FILTER, message);
    }

    private Attribute attribute(AttributePath path, Optional<Attribute> within) {
        Optional<Attribute> found =
                within.isPresent()
                        ? within.get().sub(path.name()).filter(a -> path.sub().isEmpty())
                        : type.find(path).map(ResourceType.Found::last);
        return found.orElseThrow(() -> bad("there is no attribute " + path));
    }

    /** What a complex attribute is compared by. */
    private static Attribute simple(Attribute attribute) {
        return attribute.type() == Attribute.Type.COMPLEX
                ? attribute.sub("value").orElse(attribute)
                : attribute;
    }

    private boolean test(Filter f, JsonNode node, Optional<Attribute> within) {
        return switch (f) {
            case Filter.And and -> and.all().stream().allMatch(g -> test(g, node, within));
            case Filter.Or or -> or.any().stream().anyMatch(g -> test(g, node, within));
            case Filter.Not not -> !test(not.filter(), node, within);
            case Filter.Present present -> !values(present.path(), node, within).isEmpty();
            case Filter.OfOneValue one -> {
                Attribute complex = attribute(one.path(), within);
                yield values(one.path(), node, within).stream()
                        .anyMatch(v -> test(one.filter(), v, Optional.of(complex)));
            }
            case Filter.Compare compare -> test(compare, node, within);
        };
    }

    private boolean test(Filter.Compare compare, JsonNode node, Optional<Attribute> within) {
        Attribute attribute = attribute(compare.path(), within);
        List<JsonNode> values = values(compare.path(), node, within);
        if (compare.value().isNull()) {
            return values.isEmpty() == (compare.operator() == Operator.EQ);
        }
        if (values.isEmpty()) {
            return compare.operator() == Operator.NE;
        }
        Attribute simple = simple(attribute);
        return values.stream()
                .map(v -> attribute.type() == Attribute.Type.COMPLEX ? v.path("value") : v)
                .anyMatch(v -> compares(simple, v, compare.operator(), compare.value()));
    }

    /** Values that are there: no nulls, no empty strings, arrays opened. */
    private List<JsonNode> values(AttributePath path, JsonNode node, Optional<Attribute> within) {
        if (within.isPresent()) {
            return opened(node.path(within.get().sub(path.name()).orElseThrow().name()));
        }
        ResourceType.Found found = type.find(path).orElseThrow();
        JsonNode holder = found.holderIn(node);
        if (holder == null) {
            return List.of();
        }
        List<JsonNode> whole = opened(holder.path(found.whole().name()));
        return found.sub()
                .map(sub -> whole.stream().flatMap(v -> opened(v.path(sub.name())).stream()))
                .map(java.util.stream.Stream::toList)
                .orElse(whole);
    }

    private static List<JsonNode> opened(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(all::add);
        } else {
            all.add(node);
        }
        all.removeIf(
                v -> v.isNull() || v.isMissingNode() || (v.isTextual() && v.asText().isEmpty()));
        all.removeIf(v -> v.isContainerNode() && v.isEmpty());
        return all;
    }

    private static boolean compares(Attribute a, JsonNode value, Operator operator, JsonNode with) {
        return switch (a.type()) {
            case BOOLEAN -> {
                Boolean one = truth(value);
                yield one != null && one.equals(truth(with)) == (operator == Operator.EQ);
            }
            case DECIMAL, INTEGER -> {
                BigDecimal one = number(value);
                BigDecimal other = number(with);
                yield one != null && other != null && ordered(one.compareTo(other), operator);
            }
            case DATE_TIME -> {
                Instant one = instant(value);
                Instant other = instant(with);
                yield comparesInTime(operator)
                        ? one != null && other != null && ordered(one.compareTo(other), operator)
                        : text(value.asText(), operator, with.asText());
            }
            default ->
                    text(
                            a.caseExact() ? value.asText() : folded(value.asText()),
                            operator,
                            a.caseExact() ? with.asText() : folded(with.asText()));
        };
    }

    /** Upper case first, so that letters that only have an upper case in common agree. */
    static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean text(String value, Operator operator, String with) {
        return switch (operator) {
            case CO -> value.contains(with);
            case SW -> value.startsWith(with);
            case EW -> value.endsWith(with);
            default -> ordered(value.compareTo(with), operator);
        };
    }

    private static boolean ordered(int order, Operator operator) {
        return switch (operator) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case GT -> order > 0;
            case GE -> order >= 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case CO, SW, EW -> false;
        };
    }

    private static @Nullable Boolean truth(JsonNode node) {
        return switch (node.asText().toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static @Nullable BigDecimal number(JsonNode node) {
        return node.isNumber() ? node.decimalValue() : null;
    }

    private static @Nullable Instant instant(JsonNode node) {
        try {
            return OffsetDateTime.parse(node.asText()).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
