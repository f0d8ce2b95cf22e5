/**
 * The HTTP API, {@code /api/v1}: one class per resource, and the contract that every route and
 * every body is held against. Start at {@link org.mailroom.webmail.api.Api}; what is served is
 * written in {@code openapi.yaml} beside it. Imports: messaging, webmail.http. Decides nothing:
 * scopes are the routes', rules are the policy's.
 */
@NullMarked
package org.mailroom.webmail.api;

import org.jspecify.annotations.NullMarked;
