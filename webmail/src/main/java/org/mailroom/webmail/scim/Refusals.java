package org.mailroom.webmail.scim;

import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.webmail.http.Problem;
import org.mailroom.webmail.scim.filter.BadFilter;
import org.mailroom.webmail.scim.schema.ScimError;

/** What is refused further down, in the words of SCIM: the one place where it is translated. */
final class Refusals {
    private Refusals() {}

    /** What is none of these is our mistake, and thrown again. */
    static ScimError of(RuntimeException e) {
        return switch (e) {
            case ScimError scim -> scim;
            case BadFilter bad ->
                    new ScimError(ScimError.Type.INVALID_FILTER, String.valueOf(bad.getMessage()));
            case Refused refused -> of(refused);
            default -> throw e;
        };
    }

    private static ScimError of(Refused no) {
        String text = String.valueOf(no.getMessage());
        return switch (no.reason()) {
            case NONEXISTENT, EXPUNGED -> new ScimError(404, text);
            case ALREADY_EXISTS -> new ScimError(ScimError.Type.UNIQUENESS, text);
            case CONFLICT -> new ScimError(412, text);
            case CANNOT, HAS_CHILDREN -> new ScimError(ScimError.Type.MUTABILITY, text);
            case BAD_NAME, LIMIT, POLICY, LOOP, SENDER_NOT_OWN ->
                    new ScimError(ScimError.Type.INVALID_VALUE, text);
            case NO_PERMISSION, OVER_QUOTA, UNKNOWN_RECIPIENT, RECIPIENT_DISABLED ->
                    new ScimError(403, text);
            case TOO_BIG -> new ScimError(413, text);
            case RATE -> new ScimError(429, text);
            case UNAVAILABLE -> new ScimError(503, text);
            case CORRUPT -> new ScimError(500, "Server error");
        };
    }

    /** What the router says by itself: nobody known, no such scope, body too large. */
    static ScimError of(Problem problem) {
        String text = problem.detail().isEmpty() ? problem.title() : problem.detail();
        return problem.status() == 400
                ? new ScimError(ScimError.Type.INVALID_SYNTAX, text)
                : new ScimError(problem.status(), text);
    }
}
