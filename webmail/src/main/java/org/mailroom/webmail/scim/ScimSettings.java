package org.mailroom.webmail.scim;

/**
 * Provisioning by SCIM.
 *
 * @param eraseOnDelete whether a DELETE of a person destroys their mail for ever; otherwise the
 *     person has left: no log-in, no mail, and what was written stays
 * @param pageSize most resources in one answer
 * @param bulkOperations most operations in one bulk request
 */
public record ScimSettings(boolean eraseOnDelete, int pageSize, int bulkOperations) {
    public static final ScimSettings DEFAULT = new ScimSettings(false, 500, 2_000);

    public ScimSettings {
        if (pageSize < 1 || pageSize > 5_000) {
            throw new IllegalArgumentException("pageSize: 1 to 5000");
        }
        if (bulkOperations < 1 || bulkOperations > 10_000) {
            throw new IllegalArgumentException("bulkOperations: 1 to 10000");
        }
    }
}
