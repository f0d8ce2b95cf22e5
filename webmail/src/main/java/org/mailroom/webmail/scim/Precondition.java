package org.mailroom.webmail.scim;

import org.mailroom.webmail.scim.schema.ScimError;

import java.util.Arrays;
import java.util.Optional;

/**
 * The version that a client wants to change, or has already. Our tags are weak, so they are
 * compared without regard to that. RFC 7644 §3.14, RFC 9110 §8.8.3.2.
 *
 * @param tags as in If-Match or If-None-Match; empty if it is all the same to the client
 */
record Precondition(Optional<String> tags) {
    static final Precondition NONE = new Precondition(Optional.empty());

    /**
     * Lets only a client go on that means the present version.
     *
     * @throws ScimError 412
     */
    void require(String version) {
        if (tags.isPresent() && !names(version)) {
            throw new ScimError(412, "It has been changed meanwhile; read it again");
        }
    }

    /** Whether the version is among the tags. */
    boolean names(String version) {
        return tags.map(
                        all ->
                                all.strip().equals("*")
                                        || Arrays.stream(all.split(","))
                                                .map(Precondition::opaque)
                                                .anyMatch(opaque(version)::equals))
                .orElse(false);
    }

    private static String opaque(String tag) {
        String bare = tag.strip();
        return bare.startsWith("W/") ? bare.substring(2) : bare;
    }
}
