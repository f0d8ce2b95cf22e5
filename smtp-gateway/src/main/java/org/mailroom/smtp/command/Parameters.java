package org.mailroom.smtp.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The {@code KEYWORD=value} behind the path of MAIL and RCPT. RFC 5321 §4.1.2. */
final class Parameters {
    private final Map<String, Optional<String>> values = new LinkedHashMap<>();

    static Parameters parse(Scanner in) throws SyntaxError {
        Parameters parameters = new Parameters();
        while (!in.atEnd()) {
            if (!in.skip(' ')) {
                throw SyntaxError.argument("Space before a parameter is expected", in.column());
            }
            in.skipSpaces();
            if (!in.atEnd()) {
                parameters.add(in.word(), in.column());
            }
        }
        return parameters;
    }

    private void add(String word, int end) throws SyntaxError {
        int equals = word.indexOf('=');
        String keyword = equals < 0 ? word : word.substring(0, equals);
        if (!isKeyword(keyword)) {
            throw SyntaxError.argument("Parameter is not well formed; it ends", end - 1);
        }
        Optional<String> value =
                equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        if (value.filter(String::isEmpty).isPresent()) {
            throw SyntaxError.argument("Value of a parameter is missing", end);
        }
        String name = keyword.toUpperCase(Locale.ROOT);
        if (values.put(name, value) != null) {
            throw SyntaxError.argument("Parameter " + name + " stands twice");
        }
    }

    private static boolean isKeyword(String text) {
        return !text.isEmpty()
                && text.length() <= 64
                && !text.startsWith("-")
                && text.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-'));
    }

    /** Takes a parameter out. Given without a value it is refused. */
    Optional<String> take(String keyword) throws SyntaxError {
        if (!values.containsKey(keyword)) {
            return Optional.empty();
        }
        Optional<String> value = values.remove(keyword);
        if (value == null || value.isEmpty()) {
            throw SyntaxError.argument("Parameter " + keyword + " needs a value");
        }
        return value;
    }

    /** Takes a parameter without a value out; whether it was there. */
    boolean takeFlag(String keyword) throws SyntaxError {
        if (!values.containsKey(keyword)) {
            return false;
        }
        Optional<String> value = values.remove(keyword);
        if (value != null && value.isPresent()) {
            throw SyntaxError.argument("Parameter " + keyword + " takes no value");
        }
        return true;
    }

    /** What nobody took is not known. */
    void expectNoMore() throws SyntaxError {
        for (String keyword : values.keySet()) {
            throw SyntaxError.unknownParameter(keyword);
        }
    }
}
