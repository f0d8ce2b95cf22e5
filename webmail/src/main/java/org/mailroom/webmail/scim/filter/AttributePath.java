package org.mailroom.webmail.scim.filter;

import java.util.Locale;
import java.util.Optional;

/**
 * An attribute by name, perhaps of a schema, perhaps one of its sub-attributes: {@code userName},
 * {@code name.givenName}, {@code urn:…:User:department}. RFC 7644 §3.10.
 *
 * @param schema the URI before the last colon, as written
 * @param name as written; compared without regard to case
 * @param sub the sub-attribute
 */
public record AttributePath(Optional<String> schema, String name, Optional<String> sub) {

    public static AttributePath of(String name) {
        return new AttributePath(Optional.empty(), name, Optional.empty());
    }

    /** Whether it is this attribute, without its sub-attribute. */
    public boolean is(String attribute) {
        return name.equalsIgnoreCase(attribute);
    }

    /** Whether it is {@code attribute.subAttribute}. */
    public boolean is(String attribute, String subAttribute) {
        return is(attribute) && sub.filter(subAttribute::equalsIgnoreCase).isPresent();
    }

    /** As one would compare it: without the schema, in lower case. */
    public String key() {
        return (name + sub.map(s -> "." + s).orElse("")).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return schema.map(s -> s + ":").orElse("") + name + sub.map(s -> "." + s).orElse("");
    }
}
