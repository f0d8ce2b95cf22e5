package org.mailroom.transport.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;

/**
 * A line with holes: {@code *} stands for anything, also nothing, except in a {@code * } at the
 * beginning, which is itself; <code>${name=*}</code> matches as {@code *} does and remembers what.
 */
final class Pattern {
    private static final java.util.regex.Pattern HOLE =
            java.util.regex.Pattern.compile("\\$\\{(\\w+)=\\*}|\\*");

    private final java.util.regex.Pattern regex;
    private final List<String> names = new ArrayList<>();

    Pattern(String text, UnaryOperator<String> expand) {
        boolean untagged = text.startsWith("* ");
        String rest = untagged ? text.substring(2) : text;
        StringBuilder built = new StringBuilder(untagged ? "\\* " : "");
        Matcher holes = HOLE.matcher(rest);
        int from = 0;
        while (holes.find()) {
            built.append(literal(expand, rest.substring(from, holes.start())));
            String name = holes.group(1);
            if (name == null) {
                built.append(".*");
            } else {
                built.append("(.*?)");
                names.add(name);
            }
            from = holes.end();
        }
        built.append(literal(expand, rest.substring(from)));
        regex = java.util.regex.Pattern.compile(built.toString(), java.util.regex.Pattern.DOTALL);
    }

    private static String literal(UnaryOperator<String> expand, String text) {
        return text.isEmpty() ? "" : java.util.regex.Pattern.quote(expand.apply(text));
    }

    static boolean matches(String pattern, String line) {
        return new Pattern(pattern, UnaryOperator.identity()).matches(line, Map.of());
    }

    /** Puts what named holes held into {@code variables}, if the line matches. */
    boolean matches(String line, Map<String, String> variables) {
        Matcher matcher = regex.matcher(line);
        if (!matcher.matches()) return false;
        for (int i = 0; i < names.size(); i++) variables.put(names.get(i), matcher.group(i + 1));
        return true;
    }
}
