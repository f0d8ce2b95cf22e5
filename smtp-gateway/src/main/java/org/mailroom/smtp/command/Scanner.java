package org.mailroom.smtp.command;

import org.mailroom.messaging.people.AddrSpec;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** Walks along a command line and takes words, numbers and paths. RFC 5321 §4.1.2, §4.1.3. */
final class Scanner {
    /** RFC 5321 §4.5.3.1.1. */
    private static final int MAX_LOCAL_PART = 64;

    /** RFC 5321 §4.5.3.1.2. */
    private static final int MAX_DOMAIN = 255;

    private final String text;
    private int at;

    Scanner(String text) {
        this.text = text;
    }

    int column() {
        return at;
    }

    boolean atEnd() {
        return at == text.length();
    }

    private boolean isNext(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    boolean skip(char c) {
        if (isNext(c)) {
            at++;
            return true;
        }
        return false;
    }

    void skipSpaces() {
        while (skip(' ')) {}
    }

    /** Everything up to a space or the end; may be empty. */
    String word() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ' ') {
            at++;
        }
        return text.substring(start, at);
    }

    /** The keyword before {@code FROM:} or {@code TO:}; a space behind it is let pass. */
    void expect(String keyword) throws SyntaxError {
        if (!text.regionMatches(true, at, keyword, 0, keyword.length())) {
            throw SyntaxError.argument(keyword + "<address> is expected", at);
        }
        at += keyword.length();
        skipSpaces();
    }

    void expectEnd() throws SyntaxError {
        skipSpaces();
        if (!atEnd()) {
            throw SyntaxError.argument("End of line is expected", at);
        }
    }

    /** {@code <>} gives empty. A source route is read and forgotten. RFC 5321 §3.6.1, App. C. */
    Optional<AddrSpec> path() throws SyntaxError {
        if (!skip('<')) {
            throw SyntaxError.argument("Address has to stand in < and >, which is expected", at);
        }
        if (skip('>')) {
            return Optional.empty();
        }
        if (isNext('@')) {
            sourceRoute();
        }
        int start = at;
        String local = isNext('"') ? quotedString() : dotString();
        if (utf8Length(local) > MAX_LOCAL_PART) {
            throw SyntaxError.argument("Local part is longer than 64 octets", start);
        }
        String domain = "";
        if (skip('@')) {
            domain = domain();
        } else if (!local.equalsIgnoreCase("postmaster")) {
            throw SyntaxError.argument("@ and a domain are expected", at);
        }
        if (!skip('>')) {
            throw SyntaxError.argument("> is expected", at);
        }
        return Optional.of(new AddrSpec(local, domain));
    }

    private void sourceRoute() throws SyntaxError {
        do {
            if (!skip('@')) {
                throw SyntaxError.argument("@ is expected", at);
            }
            domain();
        } while (skip(','));
        if (!skip(':')) {
            throw SyntaxError.argument(": behind the source route is expected", at);
        }
    }

    private String dotString() throws SyntaxError {
        int start = at;
        while (at < text.length() && (isAtext(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String local = text.substring(start, at);
        if (local.isEmpty()) {
            throw SyntaxError.argument("Local part of an address is expected", at);
        }
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            throw SyntaxError.argument("Local part has a dot too many", start);
        }
        return local;
    }

    private String quotedString() throws SyntaxError {
        int start = at;
        StringBuilder local = new StringBuilder();
        at++;
        while (!skip('"')) {
            skip('\\');
            if (atEnd()) {
                throw SyntaxError.argument("Quote is not closed; it begins", start);
            }
            char c = text.charAt(at);
            if (c < ' ' || c == 0x7F) {
                throw SyntaxError.argument("Control character in an address", at);
            }
            local.append(c);
            at++;
        }
        if (local.isEmpty()) {
            throw SyntaxError.argument("Local part of an address is empty", start);
        }
        return local.toString();
    }

    private String domain() throws SyntaxError {
        int start = at;
        String domain = isNext('[') ? addressLiteral() : domainName();
        if (utf8Length(domain) > MAX_DOMAIN) {
            throw SyntaxError.argument("Domain is longer than 255 octets", start);
        }
        return domain;
    }

    private String domainName() throws SyntaxError {
        int start = at;
        while (at < text.length() && isDomainChar(text.charAt(at))) {
            at++;
        }
        String domain = text.substring(start, at);
        if (domain.isEmpty()) {
            throw SyntaxError.argument("Domain is expected", at);
        }
        for (String label : domain.split("\\.", -1)) {
            if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) {
                throw SyntaxError.argument("Domain is not well formed", start);
            }
        }
        return domain;
    }

    /** RFC 5321 §4.1.3. */
    private String addressLiteral() throws SyntaxError {
        int start = at;
        int end = text.indexOf(']', at);
        if (end < 0) {
            throw SyntaxError.argument("Address literal is not closed; it begins", start);
        }
        at = end + 1;
        String literal = text.substring(start + 1, end);
        if (!isAddress(literal)) {
            throw SyntaxError.argument("Address literal is not an IP address", start);
        }
        return text.substring(start, at);
    }

    private static boolean isAddress(String literal) {
        boolean six = literal.toLowerCase(Locale.ROOT).startsWith("ipv6:");
        try {
            InetAddress address = InetAddress.ofLiteral(six ? literal.substring(5) : literal);
            return six
                    ? address instanceof Inet6Address || literal.contains(":")
                    : address instanceof Inet4Address
                            && literal.chars().filter(c -> c == '.').count() == 3;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    private static boolean isDomainChar(char c) {
        return c > 127 || Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_';
    }

    private static boolean isAtext(char c) {
        return c > 127 || Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    private static int utf8Length(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }
}
