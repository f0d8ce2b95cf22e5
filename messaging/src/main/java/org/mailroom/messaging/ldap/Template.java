package org.mailroom.messaging.ldap;

import com.unboundid.ldap.sdk.Filter;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A name or filter with {@code {user}} and {@code {address}} in it. */
record Template(String text) {

    /** As a distinguished name. RFC 4514 §2.4. */
    String name(String address) {
        return filled(address, Template::escapedInName);
    }

    /** As a search filter. RFC 4515 §3. */
    String filter(String address) {
        return filled(address, Filter::encodeValue);
    }

    private String filled(String address, UnaryOperator<String> escape) {
        int at = address.lastIndexOf('@');
        String user = at < 0 ? address : address.substring(0, at);
        // in one pass: what is put in is not looked at again
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open; (open = text.indexOf('{', from)) >= 0; ) {
            filled.append(text, from, open);
            if (text.startsWith("{user}", open)) {
                filled.append(escape.apply(user));
                from = open + "{user}".length();
            } else if (text.startsWith("{address}", open)) {
                filled.append(escape.apply(address));
                from = open + "{address}".length();
            } else {
                filled.append('{');
                from = open + 1;
            }
        }
        return filled.append(text.substring(from)).toString();
    }

    /** Everything but letters, digits and what addresses are mostly made of goes in as octets. */
    private static String escapedInName(String value) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
                escaped.append(c);
            } else if ("@._-".indexOf(c) >= 0) {
                escaped.append(c);
            } else {
                escaped.append('\\').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return escaped.toString();
    }
}
