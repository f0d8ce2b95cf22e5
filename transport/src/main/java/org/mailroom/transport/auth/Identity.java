package org.mailroom.transport.auth;

/**
 * Who a session acts for once it has logged in.
 *
 * @param accountId the account in the mail store
 * @param address its primary e-mail address
 */
public record Identity(long accountId, String address) {}
