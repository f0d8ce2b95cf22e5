package org.mailroom.mailstore.mime;

import java.util.List;

/**
 * A mailbox of an address list, decoded for people and programs; groups are flattened. Name, local
 * part and domain may be empty. RFC 5322 §3.4.
 */
public record Address(String name, String localPart, String domain) {
    /** {@code local@domain}, the local part as it is without quotes. */
    public String address() {
        return domain.isEmpty() ? localPart : localPart + "@" + domain;
    }

    /** The mailboxes of an address list field, whatever it looks like. */
    public static List<Address> parse(HeaderBlock.Field field) {
        throw new UnsupportedOperationException(field.name());
    }
}
