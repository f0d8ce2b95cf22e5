package org.mailroom.webmail.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.mailroom.mailstore.account.AccountId;

/**
 * A resource as it is shown.
 *
 * @param version its entity tag, quotes and all
 */
record Shown(AccountId id, ObjectNode json, String version) {}
