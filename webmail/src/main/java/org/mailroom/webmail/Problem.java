package org.mailroom.webmail;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error as problem+json. RFC 9457 §3. */
final class Problem {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Problem() {}

    static void write(Context ctx, int status, String title, @Nullable String detail) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title);
        members.put("status", status);
        if (detail != null) {
            members.put("detail", detail);
        }
        ctx.status(status).contentType("application/problem+json");
        ctx.result(JSON.valueToTree(members).toString());
    }
}
