/**
 * Filters and paths: how clients say which resources and which values they mean. Start at {@link
 * org.mailroom.webmail.scim.filter.FilterParser}. Knows JSON and nothing of people. RFC 7644
 * §3.4.2.2, §3.5.2.
 */
@NullMarked
package org.mailroom.webmail.scim.filter;

import org.jspecify.annotations.NullMarked;
