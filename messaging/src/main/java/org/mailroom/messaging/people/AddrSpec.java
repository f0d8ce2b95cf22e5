package org.mailroom.messaging.people;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * An e-mail address as protocols know it: the local part without its quotes, and the domain in
 * lower case. RFC 5322 §3.4.1, RFC 6532 §3.2.
 *
 * @param localPart never empty
 * @param domain a name, or an address literal in brackets; empty only for {@code postmaster} alone
 */
public record AddrSpec(String localPart, String domain) {
    public AddrSpec {
        if (localPart.isEmpty()) {
            throw new IllegalArgumentException("address without a local part");
        }
        localPart = Normalizer.normalize(localPart, Normalizer.Form.NFC);
        domain = Normalizer.normalize(domain, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** Parted at the last {@code @}; empty if either side is missing. */
    public static Optional<AddrSpec> of(String address) {
        int at = address.lastIndexOf('@');
        return at < 1 || at == address.length() - 1
                ? Optional.empty()
                : Optional.of(new AddrSpec(address.substring(0, at), address.substring(at + 1)));
    }

    /** The local part up to the first {@code separator} behind its first character. */
    public AddrSpec withoutSubaddress(char separator) {
        int at = localPart.indexOf(separator);
        return at < 1 ? this : new AddrSpec(localPart.substring(0, at), domain);
    }

    public AddrSpec withDomain(String other) {
        return new AddrSpec(localPart, other);
    }

    /** The domain in the form without letters outside ASCII. RFC 5890 §2.3.2.1. */
    public String asciiDomain() {
        return ascii(domain);
    }

    static String ascii(String domain) {
        if (domain.chars().allMatch(c -> c < 128)) {
            return domain;
        }
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAName) {
            return domain;
        }
    }

    /** Whether writing it takes more than ASCII, and so SMTPUTF8. RFC 6531 §3.2. */
    public boolean international() {
        return !localPart.chars().allMatch(c -> c < 128) || !domain.chars().allMatch(c -> c < 128);
    }

    /** {@code local@domain}, without quotes: the key under which accounts are found. */
    public String key() {
        return domain.isEmpty() ? localPart : localPart + "@" + domain;
    }

    /** As it stands on the wire and in header fields, quoted where need be. RFC 5321 §4.1.2. */
    @Override
    public String toString() {
        String local = isDotString(localPart) ? localPart : quoted(localPart);
        return domain.isEmpty() ? local : local + "@" + domain;
    }

    private static boolean isDotString(String text) {
        return !text.startsWith(".")
                && !text.endsWith(".")
                && !text.contains("..")
                && text.chars()
                        .allMatch(c -> c > 127 || Character.isLetterOrDigit(c) || isAtomMark(c));
    }

    private static boolean isAtomMark(int c) {
        return "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
