package org.mailroom.mailstore.mime;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** The Content-… fields of one part, first of each kind. RFC 2045 §3, RFC 2183, RFC 3282. */
record MimeHeader(
        String type,
        String subtype,
        List<ParameterizedValue.Parameter> parameters,
        String encoding,
        @Nullable ParameterizedValue disposition,
        @Nullable String id,
        @Nullable String description,
        @Nullable String md5,
        @Nullable String language,
        @Nullable String location) {

    static MimeHeader of(HeaderBlock header, boolean inDigest) {
        String type = null;
        String encoding = null;
        String disposition = null;
        String id = null;
        String description = null;
        String md5 = null;
        String language = null;
        String location = null;
        for (HeaderBlock.Field field : header.fields()) {
            if (field.name().length() < 10
                    || !field.name().regionMatches(true, 0, "Content-", 0, 8)) {
                continue;
            }
            String value = field.value();
            switch (field.name().substring(8).toLowerCase(Locale.ROOT)) {
                case "type" -> type = type == null ? value : type;
                case "transfer-encoding" -> encoding = encoding == null ? value : encoding;
                case "disposition" -> disposition = disposition == null ? value : disposition;
                case "id" -> id = id == null ? value : id;
                case "description" -> description = description == null ? value : description;
                case "md5" -> md5 = md5 == null ? value : md5;
                case "language" -> language = language == null ? value : language;
                case "location" -> location = location == null ? value : location;
                default -> {}
            }
        }
        ParameterizedValue content = contentType(type, inDigest);
        int slash = content.value().indexOf('/');
        return new MimeHeader(
                content.value().substring(0, slash),
                content.value().substring(slash + 1),
                content.parameters(),
                encoding(encoding),
                disposition == null ? null : nonEmpty(ParameterizedValue.parse(disposition)),
                id,
                description,
                md5,
                language,
                location == null ? null : location.replaceAll("[ \t]", ""));
    }

    /** The same part as octets nobody looks into: a structure past a limit, an encoded message. */
    MimeHeader opaque() {
        return new MimeHeader(
                "application",
                "octet-stream",
                parameters.stream().filter(one -> !one.name().equals("boundary")).toList(),
                encoding,
                disposition,
                id,
                description,
                md5,
                language,
                location);
    }

    @Nullable String boundary() {
        return type.equals("multipart") ? parameter("boundary") : null;
    }

    String charset() {
        String charset = parameter("charset");
        return charset == null ? "" : charset.toLowerCase(Locale.ROOT);
    }

    boolean isIdentityEncoded() {
        return encoding.equals("7bit") || encoding.equals("8bit") || encoding.equals("binary");
    }

    /** The file name that Content-Disposition gives, else the name of Content-Type. */
    String fileName() {
        String name = disposition == null ? "" : disposition.decoded("filename");
        if (!name.isEmpty()) return name;
        return new ParameterizedValue("", parameters).decoded("name");
    }

    private @Nullable String parameter(String name) {
        return new ParameterizedValue("", parameters).raw(name);
    }

    /** Without or with an unreadable type, RFC 2045 §5.2 makes it text; a digest holds messages. */
    private static ParameterizedValue contentType(@Nullable String field, boolean inDigest) {
        if (field == null || field.isEmpty()) {
            return new ParameterizedValue(inDigest ? "message/rfc822" : "text/plain", List.of());
        }
        ParameterizedValue parsed = ParameterizedValue.parse(field);
        String value = parsed.value();
        int slash = value.indexOf('/');
        if (slash > 0 && slash + 1 < value.length()) return parsed;
        return new ParameterizedValue(
                switch (slash < 0 ? value : value.substring(0, slash)) {
                    case "text", "" -> "text/plain";
                    case "multipart" -> "multipart/mixed";
                    default -> "application/octet-stream";
                },
                parsed.parameters());
    }

    private static String encoding(@Nullable String field) {
        String value = field == null ? "" : ParameterizedValue.parse(field).value();
        return value.isEmpty() ? "7bit" : value;
    }

    private static @Nullable ParameterizedValue nonEmpty(ParameterizedValue disposition) {
        if (!disposition.value().isEmpty()) return disposition;
        if (disposition.parameters().isEmpty()) return null;
        return new ParameterizedValue("attachment", disposition.parameters());
    }
}
