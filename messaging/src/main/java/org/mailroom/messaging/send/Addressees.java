package org.mailroom.messaging.send;

import org.mailroom.mailstore.mime.Address;
import org.mailroom.mailstore.mime.HeaderBlock;
import org.mailroom.mailstore.refusal.Refused;
import org.mailroom.messaging.people.AddrSpec;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whom a message names as its recipients. RFC 5322 §3.6.3. */
final class Addressees {
    private static final List<String> FIELDS = List.of("To", "Cc", "Bcc");

    private Addressees() {}

    /**
     * Each once, in order.
     *
     * @throws Refused CANNOT if there are none, or one is no address; LIMIT
     */
    static List<AddrSpec> of(HeaderBlock header, int most) {
        Set<AddrSpec> all = new LinkedHashSet<>();
        for (String name : FIELDS) {
            for (HeaderBlock.Field field : header.all(name)) {
                for (Address address : Address.parse(field)) {
                    all.add(
                            AddrSpec.of(address.address())
                                    .orElseThrow(() -> no("A recipient is no mail address")));
                }
            }
        }
        if (all.isEmpty()) {
            throw no("The message names no recipient");
        }
        if (all.size() > most) {
            throw new Refused(Refused.Reason.LIMIT, "More than " + most + " recipients");
        }
        return List.copyOf(all);
    }

    private static Refused no(String text) {
        return new Refused(Refused.Reason.CANNOT, text);
    }
}
