package org.mailroom.webmail.scim.filter;

import java.util.Optional;

/**
 * What a PATCH operation is upon: an attribute, some of its values, a sub-attribute of those. RFC
 * 7644 §3.5.2.
 *
 * @param text as written: it may be a schema's URI alone, which looks like an attribute
 * @param attribute without the sub-attribute when there is a filter
 * @param filter which of the attribute's values
 * @param sub the sub-attribute behind the filter
 */
public record PatchPath(
        String text, AttributePath attribute, Optional<Filter> filter, Optional<String> sub) {}
