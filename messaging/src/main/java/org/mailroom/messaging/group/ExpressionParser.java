package org.mailroom.messaging.group;

import org.jspecify.annotations.Nullable;
import org.mailroom.mailstore.account.AccountId;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.mailstore.refusal.Refused.Reason;
import org.mailroom.messaging.people.Terms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads an {@link Expression}:
 *
 * <pre>
 * or        = and *("or" and)
 * and       = not *("and" not)
 * not       = "not" not / "(" or ")" / test
 * test      = "everyone"
 *           / "role" values
 *           / "attribute" NAME ("exists" / values)
 *           / "relation" NAME ("to" / "from") ("anyone" / ADDRESS)
 * values    = "is" WORD / "in" "(" WORD *("," WORD) ")"
 * </pre>
 */
final class ExpressionParser {
    static final int MOST_LETTERS = 4_000;
    private static final int MOST_TESTS = 200;
    private static final int MOST_DEPTH = 32;

    /** A word, a quoted text, or one of {@code ( ) ,}. */
    private record Token(String text, boolean quoted, int column) {
        boolean is(String word) {
            return !quoted && text.equalsIgnoreCase(word);
        }
    }

    private final List<Token> tokens;
    private final int end;
    private final Function<String, Optional<AccountId>> resolve;
    private int next;
    private int tests;

    private ExpressionParser(String text, Function<String, Optional<AccountId>> resolve) {
        if (text.length() > MOST_LETTERS) {
            throw new Refused(
                    Reason.LIMIT, "An expression has at most " + MOST_LETTERS + " characters");
        }
        this.tokens = tokens(text);
        this.end = text.length() + 1;
        this.resolve = resolve;
    }

    /**
     * Reads it.
     *
     * @param resolve whose address it is; empty: nobody's
     * @throws Refused CANNOT, saying in which column what was expected; LIMIT; BAD_NAME
     */
    static Expression parse(String text, Function<String, Optional<AccountId>> resolve) {
        var parser = new ExpressionParser(text, resolve);
        Expression whole = parser.or(0);
        if (parser.peek() != null) {
            throw parser.expected("\"and\", \"or\" or the end");
        }
        return whole;
    }

    private Expression or(int depth) {
        if (depth > MOST_DEPTH) {
            throw new Refused(
                    Reason.LIMIT, "Parentheses lie at most " + MOST_DEPTH + " deep in each other");
        }
        Expression left = and(depth);
        while (taken("or")) {
            left = new Expression.Or(left, and(depth));
        }
        return left;
    }

    private Expression and(int depth) {
        Expression left = not(depth);
        while (taken("and")) {
            left = new Expression.And(left, not(depth));
        }
        return left;
    }

    private Expression not(int depth) {
        if (taken("not")) {
            if (depth > MOST_DEPTH) {
                throw expected("fewer \"not\"");
            }
            return new Expression.Not(not(depth + 1));
        }
        if (taken("(")) {
            Expression inner = or(depth + 1);
            require(")");
            return inner;
        }
        return test();
    }

    private Expression test() {
        if (++tests > MOST_TESTS) {
            throw new Refused(Reason.LIMIT, "An expression has at most " + MOST_TESTS + " tests");
        }
        if (taken("everyone")) {
            return new Expression.Everyone();
        } else if (taken("role")) {
            return new Expression.HasRole(map(values(), Terms::normal));
        } else if (taken("attribute")) {
            String name = Terms.normal(word("the attribute's name"));
            return taken("exists")
                    ? new Expression.HasAttribute(name, Set.of())
                    : new Expression.HasAttribute(
                            name, map(values(), v -> v.toLowerCase(Locale.ROOT)));
        } else if (taken("relation")) {
            return relation();
        }
        throw expected("\"role\", \"attribute\", \"relation\", \"everyone\", \"not\" or \"(\"");
    }

    private Expression relation() {
        String kind = Terms.normal(word("the kind of relation"));
        boolean outward = taken("to");
        if (!outward) {
            require("from");
        }
        if (taken("anyone")) {
            return new Expression.Related(kind, outward, Optional.empty());
        }
        String address = word("\"anyone\" or an address");
        AccountId other =
                resolve.apply(address)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Reason.CANNOT,
                                                "Nobody here has the address " + address));
        return new Expression.Related(kind, outward, Optional.of(other));
    }

    private Set<String> values() {
        var all = new LinkedHashSet<String>();
        if (taken("is")) {
            all.add(word("a value"));
            return all;
        }
        if (!taken("in")) {
            throw expected("\"is\" or \"in\"");
        }
        require("(");
        do {
            all.add(word("a value"));
        } while (taken(","));
        require(")");
        return all;
    }

    private static Set<String> map(Set<String> words, Function<String, String> each) {
        var all = new LinkedHashSet<String>();
        words.forEach(w -> all.add(each.apply(w)));
        return all;
    }

    private @Nullable Token peek() {
        return next < tokens.size() ? tokens.get(next) : null;
    }

    private boolean taken(String word) {
        Token token = peek();
        boolean is = token != null && token.is(word);
        next += is ? 1 : 0;
        return is;
    }

    private void require(String word) {
        if (!taken(word)) {
            throw expected("\"" + word + "\"");
        }
    }

    private String word(String what) {
        Token token = peek();
        if (token == null || token.is("(") || token.is(")") || token.is(",")) {
            throw expected(what);
        }
        next++;
        return token.text;
    }

    private Refused expected(String what) {
        Token token = peek();
        return wrong(token == null ? end : token.column, "expected " + what);
    }

    private static Refused wrong(int column, String what) {
        return new Refused(Reason.CANNOT, "Expression, column " + column + ": " + what);
    }

    private static List<Token> tokens(String text) {
        var all = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if ("(),".indexOf(c) >= 0) {
                all.add(new Token(String.valueOf(c), false, ++at));
            } else if (c == '"') {
                at = quoted(text, at, all);
            } else {
                int start = at;
                while (at < text.length()
                        && !Character.isWhitespace(text.charAt(at))
                        && "(),\"".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                all.add(new Token(text.substring(start, at), false, start + 1));
            }
        }
        return all;
    }

    /** Two quotes within stand for one. */
    private static int quoted(String text, int start, List<Token> to) {
        var word = new StringBuilder();
        int at = start + 1;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                word.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                word.append(text.charAt(at++));
            } else {
                to.add(new Token(word.toString(), true, start + 1));
                return at;
            }
        }
        throw wrong(start + 1, "the quote is not closed");
    }
}
