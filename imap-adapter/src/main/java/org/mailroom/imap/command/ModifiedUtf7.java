package org.mailroom.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Mailbox names in seven bits. RFC 3501 §5.1.3. */
public final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    public static String encode(String name) {
        StringBuilder out = new StringBuilder(name.length() + 16);
        int i = 0;
        while (i < name.length()) {
            char c = name.charAt(i);
            if (c == '&') {
                out.append("&-");
                i++;
            } else if (isDirect(c)) {
                out.append(c);
                i++;
            } else {
                int end = i;
                while (end < name.length() && !isDirect(name.charAt(end))) {
                    end++;
                }
                byte[] units = name.substring(i, end).getBytes(StandardCharsets.UTF_16BE);
                String base64 = Base64.getEncoder().withoutPadding().encodeToString(units);
                out.append('&').append(base64.replace('/', ',')).append('-');
                i = end;
            }
        }
        return out.toString();
    }

    /**
     * The name; characters past ASCII are taken as they stand.
     *
     * @throws IllegalArgumentException for anything that no encoder produces from text
     */
    public static String decode(String wire) {
        if (wire.indexOf('&') < 0) {
            return wire;
        }
        StringBuilder out = new StringBuilder(wire.length());
        int i = 0;
        while (i < wire.length()) {
            char c = wire.charAt(i++);
            if (c != '&') {
                out.append(c);
                continue;
            }
            int end = wire.indexOf('-', i);
            if (end < 0) {
                throw new IllegalArgumentException("unfinished \"&\" in a mailbox name");
            }
            if (end == i) {
                out.append('&');
            } else {
                decodeShifted(wire.substring(i, end), out);
            }
            i = end + 1;
        }
        return out.toString();
    }

    private static void decodeShifted(String base64, StringBuilder out) {
        if (base64.indexOf('/') >= 0 || base64.indexOf('=') >= 0) {
            throw new IllegalArgumentException("not modified base64 in a mailbox name");
        }
        byte[] units;
        try {
            units = Base64.getDecoder().decode(base64.replace(',', '/'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not modified base64 in a mailbox name", e);
        }
        if (units.length == 0 || units.length % 2 != 0) {
            throw new IllegalArgumentException("half a character in a mailbox name");
        }
        for (int i = 0; i < units.length; i += 2) {
            out.append((char) ((units[i] & 0xFF) << 8 | (units[i + 1] & 0xFF)));
        }
    }

    private static boolean isDirect(char c) {
        return c >= 0x20 && c <= 0x7E && c != '&';
    }
}
