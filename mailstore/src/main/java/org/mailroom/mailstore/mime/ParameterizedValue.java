package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value with parameters, as Content-Type and Content-Disposition have it. Reads whatever is
 * there: missing semicolons, unquoted spaces, open quotes. Continuations are joined, as RFC 2231 §6
 * wants for IMAP; a charset stays encoded, the name keeping its asterisk. RFC 2045 §5.1.
 */
record ParameterizedValue(String value, List<Parameter> parameters) {
    /** One char an octet; the name in lower case. */
    record Parameter(String name, String value) {}

    private static final int MAX_PARAMETERS = 200;

    static ParameterizedValue parse(String octets) {
        Reader reader = new Reader(octets);
        String value = reader.value();
        List<Parameter> raw = new ArrayList<>(4);
        while (raw.size() < MAX_PARAMETERS) {
            Parameter parameter = reader.parameter();
            if (parameter == null) break;
            raw.add(parameter);
        }
        return new ParameterizedValue(value, joined(raw));
    }

    /** The raw value of a parameter that is not extended. */
    @Nullable String raw(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) return parameter.value;
        }
        return null;
    }

    /** A parameter for people: extended, or with encoded words, which many send. Empty: none. */
    String decoded(String name) {
        String extended = raw(name + "*");
        if (extended != null) return decodeExtended(extended);
        String plain = raw(name);
        return plain == null ? "" : HeaderText.decode(plain);
    }

    private static List<Parameter> joined(List<Parameter> raw) {
        boolean simple = true;
        for (Parameter parameter : raw) simple &= parameter.name.indexOf('*') < 0;
        if (simple) return raw;
        List<Parameter> joined = new ArrayList<>(raw.size());
        Map<String, TreeMap<Integer, Parameter>> segments = new TreeMap<>();
        for (Parameter parameter : raw) {
            int star = parameter.name.indexOf('*');
            String number = star < 0 ? "" : parameter.name.substring(star + 1).replace("*", "");
            if (!number.matches("[0-9]{1,4}")) {
                joined.add(parameter);
                continue;
            }
            segments.computeIfAbsent(parameter.name.substring(0, star), name -> new TreeMap<>())
                    .putIfAbsent(Integer.parseInt(number), parameter);
        }
        segments.forEach((name, parts) -> joined.add(join(name, parts)));
        return joined;
    }

    private static Parameter join(String name, TreeMap<Integer, Parameter> segments) {
        boolean extended = segments.values().stream().anyMatch(part -> part.name.endsWith("*"));
        boolean charset = segments.firstEntry().getValue().name.endsWith("*");
        StringBuilder value = new StringBuilder(extended && !charset ? "''" : "");
        for (Parameter part : segments.values()) {
            boolean encoded = !extended || part.name.endsWith("*");
            value.append(encoded ? part.value : percentEncoded(part.value));
        }
        return new Parameter(extended ? name + "*" : name, value.toString());
    }

    private static String percentEncoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean safe = c > ' ' && c < 0x7F && "*'%()<>@,;:\\\"/[]?=".indexOf(c) < 0;
            encoded.append(
                    safe
                            ? String.valueOf(c)
                            : "%" + HexFormat.of().withUpperCase().toHexDigits((byte) c));
        }
        return encoded.toString();
    }

    private static String decodeExtended(String value) {
        String[] parts = value.split("'", 3);
        String text = parts.length == 3 ? parts[2] : value;
        Charset charset = parts.length == 3 ? Charsets.lookup(parts[0]) : null;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (text.charAt(i) == '%' && low >= 0) {
                bytes.write(high * 16 + low);
                i += 2;
            } else {
                bytes.write(text.charAt(i));
            }
        }
        String octets = bytes.toString(StandardCharsets.ISO_8859_1);
        String decoded = charset == null ? HeaderText.guess(octets) : bytes.toString(charset);
        return decoded.replaceAll("\\p{Cntrl}+", " ");
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        /** Up to the first semicolon, or the first space that a parameter follows. */
        String value() {
            skipSpaceAndComments();
            StringBuilder value = new StringBuilder();
            while (at < text.length() && text.charAt(at) != ';') {
                int start = at;
                skipSpaceAndComments();
                if (at > start) {
                    if (isParameterNext()) break;
                    continue;
                }
                char c = text.charAt(at);
                if (c == '"') {
                    value.append(quoted());
                } else {
                    value.append(c);
                    at++;
                }
            }
            return value.toString().toLowerCase(Locale.ROOT);
        }

        private boolean isParameterNext() {
            int i = at;
            while (i < text.length() && isToken(text.charAt(i))) i++;
            return i > at && i < text.length() && text.charAt(i) == '=';
        }

        @Nullable Parameter parameter() {
            while (at < text.length()) {
                int before = at;
                skipSpaceAndComments();
                while (at < text.length() && text.charAt(at) == ';') at++;
                skipSpaceAndComments();
                int start = at;
                while (at < text.length() && isToken(text.charAt(at))) at++;
                String name = text.substring(start, at).toLowerCase(Locale.ROOT);
                skipSpaceAndComments();
                if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    String value = parameterValue();
                    if (!name.isEmpty()) return new Parameter(name, value);
                } else if (at == before) {
                    at++; // rubbish
                }
            }
            return null;
        }

        private String parameterValue() {
            skipSpaceAndComments();
            if (at < text.length() && text.charAt(at) == '"') return quoted();
            int start = at;
            while (at < text.length() && text.charAt(at) != ';') {
                if (isSpace(text.charAt(at))) {
                    int end = at;
                    skipSpaceAndComments();
                    if (at >= text.length() || text.charAt(at) == ';' || isParameterNext()) {
                        return text.substring(start, end);
                    }
                    if (text.charAt(at - 1) == ')') return text.substring(start, end);
                } else {
                    at++;
                }
            }
            return text.substring(start, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    break;
                }
                if (c == '\\' && at + 1 < text.length()) c = text.charAt(++at);
                value.append(c);
            }
            return value.toString();
        }

        private void skipSpaceAndComments() {
            int depth = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '(') {
                    depth++;
                } else if (depth > 0) {
                    if (c == ')') depth--;
                    if (c == '\\') at++;
                } else if (!isSpace(c)) {
                    return;
                }
                at++;
            }
            at = Math.min(at, text.length());
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t' || c == '\r' || c == '\n';
        }

        private static boolean isToken(char c) {
            return c > ' ' && c != 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
        }
    }
}
