package org.mailroom.mailstore.mime;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
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
        List<Address> addresses = new ArrayList<>();
        for (AddressParser.Entry entry : AddressParser.parse(field.value())) {
            if (!entry.isAddress()) continue;
            addresses.add(
                    new Address(
                            HeaderText.decode(requireNonNullElse(entry.name(), "")),
                            HeaderText.decode(requireNonNullElse(entry.mailbox(), "")),
                            HeaderText.decode(requireNonNullElse(entry.host(), ""))));
        }
        return addresses;
    }
}
