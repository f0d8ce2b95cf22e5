package org.mailroom.server.config;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes {@code conf/mailroom.yaml} and {@code docs/settings.md} from the records. */
final class SettingsPages {
    private static final int WIDTH = 100;

    private final Javadocs javadocs = new Javadocs();

    String yaml() throws IOException {
        StringBuilder out = new StringBuilder();
        comment(
                out,
                "",
                "Mailroom settings: every key with its default. Made from the source by"
                        + " `./mailroom docs`; change values here, texts there. A key that is left"
                        + " out has its default. Durations: 500ms, 10s, 5m, 2h, 1d. Sizes: 64KiB,"
                        + " 50MiB, 2GiB. The environment overrides: MAILROOM_DATA sets"
                        + " data. The command line overrides both: --set data=DIR.");
        yamlGroup(out, Settings.DEFAULT, "");
        return out.toString();
    }

    private void yamlGroup(StringBuilder out, Object record, String indent) throws IOException {
        for (RecordComponent c : Shape.components(record.getClass()).toList()) {
            Object value = Shape.value(c, record);
            if (Shape.isGroup(c.getType())) {
                out.append('\n');
                comment(out, indent, javadocs.of(c.getType()).summary());
                out.append(indent).append(Shape.key(c)).append(":\n");
                yamlGroup(out, value, indent + "  ");
            } else {
                comment(out, indent, text(record.getClass(), c) + " [" + unit(c) + "]");
                out.append(indent).append(Shape.key(c)).append(":");
                yamlValue(out, c, value, indent);
            }
        }
    }

    private void yamlValue(StringBuilder out, RecordComponent c, Object value, String indent)
            throws IOException {
        if (value instanceof List<?> list
                && !list.isEmpty()
                && Shape.isGroup(list.get(0).getClass())) {
            out.append('\n');
            for (Object item : list) {
                String dash = indent + "  - ";
                for (RecordComponent field : Shape.components(item.getClass()).toList()) {
                    String text = format(Shape.value(field, item), false);
                    if (!text.equals("\"\"") && !text.equals("[]")) {
                        out.append(dash).append(Shape.key(field)).append(": ").append(text);
                        out.append('\n');
                        dash = indent + "    ";
                    }
                }
            }
        } else {
            String text = format(value, isSize(c));
            out.append(text.isEmpty() ? "" : " " + text).append('\n');
        }
    }

    String page() throws IOException {
        StringBuilder out = new StringBuilder();
        out.append(
                """
                # Settings

                Every key of `mailroom.yaml` with its default. This page and `conf/mailroom.yaml` are made from the source by
                `./mailroom docs`.

                A setting comes from, each overriding the one before: its default; the file (`--config FILE`, or
                `conf/mailroom.yaml` of the installation); the environment, where `MAILROOM_LISTEN_IMAP` sets `listen.imap`; and
                `--set listen.imap=off` on the command line. An unknown key, a wrong type or a value out of range stops the
                start and names the file, the line, the key and what was expected. `./mailroom config check` looks without
                starting. Durations are written `500ms`, `10s`, `5m`, `2h`, `1d`; sizes `64KiB`, `50MiB`, `2GiB`; lists `[a, b]`.
                """);
        pageGroup(out, Settings.DEFAULT, "");
        return out.toString();
    }

    private void pageGroup(StringBuilder out, Object record, String prefix) throws IOException {
        List<RecordComponent> components = Shape.components(record.getClass()).toList();
        if (!prefix.isEmpty()) {
            out.append("\n## ").append(prefix, 0, prefix.length() - 1).append("\n\n");
            out.append(javadocs.of(record.getClass()).summary()).append("\n");
        }
        if (components.stream().anyMatch(c -> !Shape.isGroup(c.getType()))) {
            out.append("\n| Key | Default | Unit | What it does |\n|---|---|---|---|\n");
        }
        for (RecordComponent c : components) {
            if (!Shape.isGroup(c.getType())) {
                String value = format(Shape.value(c, record), isSize(c)).replace("\"\"", "");
                out.append(
                        "| `%s` | %s | %s | %s |\n"
                                .formatted(
                                        prefix + Shape.key(c),
                                        value.isEmpty() ? "(none)" : "`" + value + "`",
                                        unit(c),
                                        text(record.getClass(), c)));
            }
        }
        for (RecordComponent c : components) {
            if (Shape.isGroup(c.getType())) {
                pageGroup(out, Shape.value(c, record), prefix + Shape.key(c) + ".");
            }
        }
    }

    private String text(Class<?> record, RecordComponent c) throws IOException {
        String text = javadocs.of(record).components().get(c.getName());
        if (text == null || text.isBlank()) {
            throw new IllegalStateException(record + " does not explain " + c.getName());
        }
        return Character.toUpperCase(text.charAt(0))
                + text.substring(1)
                + (text.endsWith(".") ? "" : ".");
    }

    private static String unit(RecordComponent c) {
        Class<?> type = c.getType();
        if (Shape.isList(type)) {
            return "list";
        } else if (Shape.isOptional(type)) {
            return scalarUnit(Shape.element(c.getGenericType())) + ", or empty";
        }
        return isSize(c) ? "size" : scalarUnit(type);
    }

    private static String scalarUnit(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Scalars.constants(type);
        } else if (type == Duration.class) {
            return "duration";
        } else if (type == Path.class) {
            return "path";
        } else if (type == Endpoint.class) {
            return "address:port, or off";
        } else if (type == boolean.class) {
            return "true or false";
        }
        return type.isPrimitive() ? "number" : "text";
    }

    /** Whether a number counts bytes: its name says so. */
    private static boolean isSize(RecordComponent c) {
        return c.getName().endsWith("Bytes")
                && (c.getType() == int.class || c.getType() == long.class);
    }

    private static String format(Object value, boolean size) {
        return switch (value) {
            case Optional<?> optional -> optional.map(v -> format(v, size)).orElse("");
            case List<?> list ->
                    list.stream()
                            .map(v -> format(v, size))
                            .collect(Collectors.joining(", ", "[", "]"));
            case String s -> quoted(s);
            default -> quoted(Scalars.format(value, size));
        };
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./][A-Za-z0-9_./@:=+-]*") && !text.endsWith(":")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static void comment(StringBuilder out, String indent, String text) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }
}
