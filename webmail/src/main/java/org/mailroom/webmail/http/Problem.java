package org.mailroom.webmail.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why not, for programs and for people. RFC 9457 §3.
 *
 * @param code what programs look at; stays the same between releases
 * @param detail for people; names nobody else and holds nobody's content
 * @param retryAfter seconds; 0: there is no use in waiting
 * @param faults what is wrong in the request, where it is known
 */
public record Problem(
        int status, String code, String title, String detail, long retryAfter, List<Fault> faults) {
    /** One thing that is wrong: where (RFC 6901 pointer, or a parameter's name) and why. */
    public record Fault(String at, String why) {}

    static final String TYPE = "application/problem+json";

    public Problem {
        faults = List.copyOf(faults);
    }

    public static Problem of(int status, String code, String title) {
        return new Problem(status, code, title, "", 0, List.of());
    }

    Problem code(String word) {
        return new Problem(status, word, title, detail, retryAfter, faults);
    }

    public Problem detail(String text) {
        return new Problem(status, code, title, text, retryAfter, faults);
    }

    public Problem retryAfter(long seconds) {
        return new Problem(status, code, title, detail, Math.max(1, seconds), faults);
    }

    public Problem fault(String at, String why) {
        List<Fault> all = new ArrayList<>(faults);
        all.add(new Fault(at, why));
        return new Problem(status, code, title, detail, retryAfter, all);
    }

    public ProblemException thrown() {
        return new ProblemException(this);
    }

    public static Problem badRequest(String detail) {
        return of(400, "bad-request", "The request cannot be understood").detail(detail);
    }

    static Problem notFound() {
        return of(404, "not-found", "There is nothing here");
    }

    /** Also what is there and is somebody else's: the two look alike. */
    public static Problem nothing(String what) {
        return notFound().detail("There is no such " + what);
    }

    /** The body, as RFC 9457 spells it. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "about:blank");
        members.put("title", title);
        members.put("status", status);
        members.put("code", code);
        put(members, "detail", detail.isEmpty() ? null : detail);
        put(members, "retryAfter", retryAfter == 0 ? null : retryAfter);
        put(members, "faults", faults.isEmpty() ? null : faults);
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** As problem+json, with Retry-After where waiting helps. RFC 9110 §10.2.3. */
    public Answer answer() {
        Answer answer = Answer.of(status, TYPE, Json.bytes(members()));
        return retryAfter == 0 ? answer : answer.with("Retry-After", Long.toString(retryAfter));
    }
}
