package org.mailroom.webmail.http;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes back: status, header fields in order, and a body with its type.
 *
 * @param type the media type; empty together with the body
 * @param stream instead of the body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(
        int status, List<Field> fields, String type, byte[] body, @Nullable Stream stream) {
    /** Octets that are not all held in memory, and what is to be closed behind them. */
    record Stream(InputStream octets, AutoCloseable holder) {}

    /** A header field; a name may occur twice, as Set-Cookie does. */
    public record Field(String name, String value) {}

    static final String JSON = "application/json";
    private static final byte[] NOTHING = {};

    public Answer {
        fields = List.copyOf(fields);
    }

    public Answer(int status, List<Field> fields, String type, byte[] body) {
        this(status, fields, type, body, null);
    }

    /** 200 with a value as JSON. */
    public static Answer ok(Object value) {
        return json(200, value);
    }

    /** 201: {@code location} is where what was made can be found. */
    public static Answer created(String location, Object value) {
        return json(201, value).with("Location", location);
    }

    public static Answer json(int status, Object value) {
        return new Answer(status, List.of(), JSON, Json.bytes(value), null);
    }

    public static Answer of(int status, String type, byte[] body) {
        return new Answer(status, List.of(), type, body, null);
    }

    /** 200 with octets that are read as they are sent; {@code holder} is closed behind them. */
    public static Answer stream(String type, InputStream octets, AutoCloseable holder) {
        return new Answer(200, List.of(), type, NOTHING, new Stream(octets, holder));
    }

    public static Answer text(int status, String type, String body) {
        return of(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** 204. */
    public static Answer none() {
        return new Answer(204, List.of(), "", NOTHING, null);
    }

    public Answer with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        List<Field> all = new ArrayList<>(fields);
        all.add(new Field(name, value));
        return new Answer(status, all, type, body, stream);
    }

    /** With the version that If-Match has to repeat. RFC 9110 §8.8.3. */
    public Answer version(long version) {
        return with("ETag", "\"" + version + "\"");
    }
}
