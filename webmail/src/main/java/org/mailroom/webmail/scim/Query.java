package org.mailroom.webmail.scim;

import org.mailroom.webmail.scim.filter.AttributePath;
import org.mailroom.webmail.scim.filter.BadFilter;
import org.mailroom.webmail.scim.filter.Filter;
import org.mailroom.webmail.scim.filter.FilterParser;
import org.mailroom.webmail.scim.schema.Projection;
import org.mailroom.webmail.scim.schema.ResourceType;
import org.mailroom.webmail.scim.schema.ScimError;

import java.util.Optional;

/**
 * What a client looks for. RFC 7644 §3.4.2.
 *
 * @param startIndex of the first to be shown, from 1
 * @param count most to be shown; 0 asks only how many there are
 */
record Query(
        Optional<Filter> filter,
        Optional<AttributePath> sortBy,
        boolean ascending,
        long startIndex,
        int count,
        Projection projection) {

    /** As it comes in a request; what is not said is empty. */
    record Raw(
            String filter,
            String sortBy,
            String sortOrder,
            String startIndex,
            String count,
            String attributes,
            String excludedAttributes) {}

    static Query of(ResourceType type, Raw raw, int pageSize) {
        try {
            Optional<Filter> filter = filled(raw.filter()).map(FilterParser::filter);
            Optional<AttributePath> sortBy = filled(raw.sortBy()).map(FilterParser::attribute);
            if (sortBy.isPresent() && type.find(sortBy.get()).isEmpty()) {
                throw new ScimError(
                        ScimError.Type.INVALID_PATH, "sortBy: there is no " + sortBy.get());
            }
            return new Query(
                    filter,
                    sortBy,
                    !raw.sortOrder().equalsIgnoreCase("descending"),
                    Math.max(1, number("startIndex", raw.startIndex(), 1)),
                    Math.clamp(number("count", raw.count(), pageSize), 0, pageSize),
                    new Projection(type, raw.attributes(), raw.excludedAttributes()));
        } catch (BadFilter e) {
            throw new ScimError(ScimError.Type.INVALID_FILTER, "filter: " + e.getMessage());
        }
    }

    private static Optional<String> filled(String text) {
        return Optional.of(text).filter(t -> !t.isBlank());
    }

    private static long number(String name, String text, long otherwise) {
        if (text.isBlank()) {
            return otherwise;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new ScimError(ScimError.Type.INVALID_VALUE, name + ": expected a number");
        }
    }
}
