package org.mailroom.server.transfer;

import org.mailroom.mailstore.mailbox.SpecialUse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Mailbox names as file names: in modified UTF-7 (RFC 3501 §5.1.3), in which dots, slashes and what
 * file systems do not take are encoded as well, so that every name can be a file's.
 */
final class FolderNames {

    /** What other systems call the mailboxes that everybody has. */
    private static final Map<String, SpecialUse> KNOWN =
            Map.ofEntries(
                    Map.entry("sent", SpecialUse.SENT),
                    Map.entry("sent items", SpecialUse.SENT),
                    Map.entry("sent messages", SpecialUse.SENT),
                    Map.entry("sent mail", SpecialUse.SENT),
                    Map.entry("[gmail]/sent mail", SpecialUse.SENT),
                    Map.entry("drafts", SpecialUse.DRAFTS),
                    Map.entry("draft", SpecialUse.DRAFTS),
                    Map.entry("[gmail]/drafts", SpecialUse.DRAFTS),
                    Map.entry("junk", SpecialUse.JUNK),
                    Map.entry("junk e-mail", SpecialUse.JUNK),
                    Map.entry("junk email", SpecialUse.JUNK),
                    Map.entry("spam", SpecialUse.JUNK),
                    Map.entry("[gmail]/spam", SpecialUse.JUNK),
                    Map.entry("trash", SpecialUse.TRASH),
                    Map.entry("deleted items", SpecialUse.TRASH),
                    Map.entry("deleted messages", SpecialUse.TRASH),
                    Map.entry("[gmail]/trash", SpecialUse.TRASH),
                    Map.entry("archive", SpecialUse.ARCHIVE),
                    Map.entry("archives", SpecialUse.ARCHIVE),
                    Map.entry("[gmail]/all mail", SpecialUse.ARCHIVE));

    private FolderNames() {}

    static Optional<SpecialUse> use(String folder) {
        return Optional.ofNullable(KNOWN.get(folder.toLowerCase(Locale.ROOT)));
    }

    /** One level as a file name. */
    static String toFile(String level) {
        StringBuilder out = new StringBuilder();
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            boolean plain = c >= ' ' && c < 0x7F && "&./\\:*?\"<>|;!".indexOf(c) < 0;
            if (plain || c == '&') {
                flush(encoded, out);
                out.append(c == '&' ? "&-" : c);
            } else {
                encoded.append(c);
            }
        }
        flush(encoded, out);
        return out.toString();
    }

    private static void flush(StringBuilder encoded, StringBuilder out) {
        if (!encoded.isEmpty()) {
            byte[] utf16 = encoded.toString().getBytes(StandardCharsets.UTF_16BE);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(utf16);
            out.append('&').append(base64.replace('/', ',')).append('-');
            encoded.setLength(0);
        }
    }

    /** The name a file name stands for; what is not modified UTF-7 is taken as it is. */
    static String fromFile(String name) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < name.length()) {
            int end = name.charAt(at) == '&' ? name.indexOf('-', at) : -1;
            if (end < 0) {
                out.append(name.charAt(at++));
            } else {
                out.append(end == at + 1 ? "&" : decode(name.substring(at, end + 1)));
                at = end + 1;
            }
        }
        return out.toString();
    }

    private static String decode(String shifted) {
        try {
            String base64 = shifted.substring(1, shifted.length() - 1).replace(',', '/');
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_16BE);
        } catch (IllegalArgumentException e) {
            return shifted;
        }
    }
}
