package org.mailroom.webmail.scim.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads filters and paths. {@code not} binds closer than {@code and}, that closer than {@code or};
 * words are read without regard to case. Length, nesting and the number of terms are bounded. RFC
 * 7644 §3.4.2.2, figure 1.
 */
public final class FilterParser {
    /** Longest text that is read at all. */
    public static final int MOST_CHARACTERS = 8_000;

    static final int MOST_NESTING = 16;
    static final int MOST_TERMS = 200;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final String text;
    private int at;
    private int nesting;
    private int terms;
    private boolean withinValue;

    private FilterParser(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new BadFilter("longer than " + MOST_CHARACTERS + " characters");
        }
        this.text = text;
    }

    /**
     * A whole filter.
     *
     * @throws BadFilter if it is none
     */
    public static Filter filter(String text) {
        FilterParser parser = new FilterParser(text);
        Filter filter = parser.either();
        parser.end();
        return filter;
    }

    /**
     * An attribute alone, as in {@code attributes} and {@code sortBy}.
     *
     * @throws BadFilter if it is none
     */
    public static AttributePath attribute(String text) {
        FilterParser parser = new FilterParser(text);
        AttributePath path = parser.attribute();
        parser.end();
        return path;
    }

    /**
     * The path of a PATCH operation.
     *
     * @throws BadFilter if it is none
     */
    public static PatchPath path(String text) {
        FilterParser parser = new FilterParser(text.strip());
        AttributePath attribute = parser.attribute();
        Optional<Filter> filter = Optional.empty();
        Optional<String> sub = Optional.empty();
        if (parser.peek() == '[') {
            filter = Optional.of(parser.brackets());
            if (parser.peek() == '.') {
                parser.at++;
                sub = Optional.of(parser.name());
            }
        }
        parser.end();
        return new PatchPath(text.strip(), attribute, filter, sub);
    }

    private Filter either() {
        List<Filter> any = new ArrayList<>(List.of(both()));
        while (word("or")) {
            any.add(both());
        }
        return any.size() == 1 ? any.getFirst() : new Filter.Or(any);
    }

    private Filter both() {
        List<Filter> all = new ArrayList<>(List.of(term()));
        while (word("and")) {
            all.add(term());
        }
        return all.size() == 1 ? all.getFirst() : new Filter.And(all);
    }

    private Filter term() {
        spaces();
        if (++terms > MOST_TERMS) {
            throw new BadFilter("more than " + MOST_TERMS + " terms");
        }
        if (peek() == '(') {
            return parentheses();
        }
        int start = at;
        if (word("not")) {
            spaces();
            if (peek() == '(') {
                return new Filter.Not(parentheses());
            }
            at = start; // an attribute that is called "not"
        }
        return comparison();
    }

    private Filter parentheses() {
        at++;
        Filter inner = nested(this::either);
        expect(')');
        return inner;
    }

    private Filter comparison() {
        AttributePath path = attribute();
        if (peek() == '[') {
            if (withinValue) {
                throw error("brackets within brackets");
            }
            return new Filter.OfOneValue(path, brackets());
        }
        spaces();
        int start = at;
        String operator = letters();
        if (operator.equalsIgnoreCase("pr")) {
            return new Filter.Present(path);
        }
        Filter.Operator known =
                Filter.Operator.of(operator)
                        .orElseThrow(
                                () -> {
                                    at = start;
                                    return error("expected eq, ne, co, sw, ew, pr, gt, ge, lt, le");
                                });
        spaces();
        return new Filter.Compare(path, known, value());
    }

    private Filter brackets() {
        at++;
        withinValue = true;
        Filter inner = nested(this::either);
        withinValue = false;
        expect(']');
        return inner;
    }

    private Filter nested(java.util.function.Supplier<Filter> part) {
        if (++nesting > MOST_NESTING) {
            throw new BadFilter("nested deeper than " + MOST_NESTING);
        }
        Filter inner = part.get();
        nesting--;
        spaces();
        return inner;
    }

    /** {@code [URI ":"] name ["." name]}: the URI ends with the last colon. RFC 7644 §3.10. */
    private AttributePath attribute() {
        int start = at;
        int colon = -1;
        while (at < text.length() && partOfPath(text.charAt(at))) {
            if (text.charAt(at) == ':') {
                colon = at;
            }
            at++;
        }
        int end = at;
        Optional<String> schema = Optional.empty();
        if (colon > start) {
            schema = Optional.of(text.substring(start, colon));
            start = colon + 1;
        }
        at = start;
        String name = name();
        Optional<String> sub = Optional.empty();
        if (at < end && text.charAt(at) == '.') {
            at++;
            sub = Optional.of(name());
        }
        if (at != end) {
            throw error("not the name of an attribute");
        }
        return new AttributePath(schema, name, sub);
    }

    private static boolean partOfPath(char c) {
        return alphanumeric(c) || "-_.:$".indexOf(c) >= 0;
    }

    private static boolean alphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** A letter, then letters, digits, hyphens, underscores; {@code $ref} too. RFC 7643 §2.1. */
    private String name() {
        int start = at;
        if (peek() == '$') {
            at++;
        }
        int first = at;
        while (at < text.length() && (alphanumeric(text.charAt(at)) || "-_".indexOf(peek()) >= 0)) {
            at++;
        }
        // a digit first is no name by the grammar; "2.0:User" as an attribute is a schema's end
        if (at == first || "-_".indexOf(text.charAt(first)) >= 0) {
            throw error("expected the name of an attribute");
        }
        return text.substring(start, at);
    }

    private String letters() {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private JsonNode value() {
        int start = at;
        if (peek() == '"') {
            quoted();
        } else {
            while (at < text.length() && (alphanumeric(peek()) || "+-.".indexOf(peek()) >= 0)) {
                at++;
            }
        }
        String raw = text.substring(start, at);
        try {
            JsonNode value = JSON.readTree(lowerWord(raw));
            if (value != null && value.isValueNode() && !value.isMissingNode()) {
                return value;
            }
        } catch (JsonProcessingException e) {
            // said below, in our words
        }
        at = start;
        throw error("expected a JSON string, number, true, false or null");
    }

    /** Clients are known to send True and False. */
    private static String lowerWord(String raw) {
        for (String word : List.of("true", "false", "null")) {
            if (word.equalsIgnoreCase(raw)) {
                return word;
            }
        }
        return raw;
    }

    private void quoted() {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw new BadFilter("a string that does not end");
        }
        at++;
    }

    /** Takes a word if it comes next, with the spaces before it. */
    private boolean word(String word) {
        int start = at;
        spaces();
        int end = at + word.length();
        if (text.regionMatches(true, at, word, 0, word.length())
                && (end == text.length() || !partOfPath(text.charAt(end)))) {
            at = end;
            return true;
        }
        at = start;
        return false;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void spaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw error("expected " + c);
        }
        at++;
    }

    private void end() {
        spaces();
        if (at < text.length()) {
            throw error("something follows that does not belong there");
        }
    }

    private BadFilter error(String what) {
        return new BadFilter(what + ", at character " + (Math.min(at, text.length()) + 1));
    }
}
