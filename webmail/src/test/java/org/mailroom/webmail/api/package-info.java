/**
 * Tests of the API by real HTTP. Start at {@link org.mailroom.webmail.api.ApiServer}: every answer
 * that a test gets has been held against the contract.
 */
@NullMarked
package org.mailroom.webmail.api;

import org.jspecify.annotations.NullMarked;
