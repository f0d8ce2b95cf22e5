package org.mailroom.imap.response;

import org.mailroom.imap.command.MailboxName;
import org.mailroom.imap.command.NameEncoding;
import org.mailroom.imap.command.Numbering;
import org.mailroom.imap.command.SequenceSet;
import org.mailroom.imap.command.Tag;
import org.mailroom.transport.net.Output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Responses as the client reads them. Nothing here flushes. For the serving thread only; every
 * method may write to the socket, so never under a lock. RFC 9051 §7.
 */
public final class ResponseWriter {
    private static final int MAX_QUOTED = 4096;

    private final Output out;
    private NameEncoding names = NameEncoding.MODIFIED_UTF7;

    public ResponseWriter(Output out) {
        this.out = out;
    }

    /** How mailbox names and other text travel from now on. */
    public void names(NameEncoding encoding) {
        this.names = encoding;
    }

    public NameEncoding names() {
        return names;
    }

    /** What this writes to, for bytes that need no grammar. */
    public Output output() {
        return out;
    }

    public void ok(Tag tag, String text) throws IOException {
        status(tag.value(), "OK", "", text);
    }

    public void ok(Tag tag, ResponseCode code, String text) throws IOException {
        status(tag.value(), "OK", code.wire(), text);
    }

    public void no(Tag tag, String text) throws IOException {
        status(tag.value(), "NO", "", text);
    }

    public void no(Tag tag, ResponseCode code, String text) throws IOException {
        status(tag.value(), "NO", code.wire(), text);
    }

    public void bad(Tag tag, String text) throws IOException {
        status(tag.value(), "BAD", "", text);
    }

    public void bad(Tag tag, ResponseCode code, String text) throws IOException {
        status(tag.value(), "BAD", code.wire(), text);
    }

    public void untaggedOk(String text) throws IOException {
        status("*", "OK", "", text);
    }

    public void untaggedOk(ResponseCode code, String text) throws IOException {
        status("*", "OK", code.wire(), text);
    }

    public void untaggedNo(ResponseCode code, String text) throws IOException {
        status("*", "NO", code.wire(), text);
    }

    public void untaggedBad(String text) throws IOException {
        status("*", "BAD", "", text);
    }

    public void bye(String text) throws IOException {
        status("*", "BYE", "", text);
    }

    public void bye(ResponseCode code, String text) throws IOException {
        status("*", "BYE", code.wire(), text);
    }

    /** "+ text"; of SASL, base64. RFC 9051 §7.6. */
    public void continuation(String text) throws IOException {
        out.ascii("+ ").ascii(oneLine(text)).crlf();
    }

    private void status(String tag, String condition, String code, String text) throws IOException {
        out.ascii(tag).write(' ').ascii(condition).write(' ');
        if (!code.isEmpty()) {
            out.write('[').ascii(code).ascii("] ");
        }
        out.ascii(oneLine(text)).crlf();
    }

    /** Text never ends a line early, and is never empty. */
    private static String oneLine(String text) {
        if (text.isEmpty()) {
            return "-";
        }
        boolean plain = text.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
        return plain ? text : text.replaceAll("[^ -~]+", "?");
    }

    public void capability(List<String> capabilities) throws IOException {
        words("* CAPABILITY", capabilities);
    }

    public void enabled(List<String> capabilities) throws IOException {
        words("* ENABLED", capabilities);
    }

    private void words(String start, List<String> words) throws IOException {
        out.ascii(start);
        for (String word : words) {
            out.write(' ').ascii(word);
        }
        out.crlf();
    }

    public void exists(long count) throws IOException {
        out.ascii("* ").number(count).ascii(" EXISTS\r\n");
    }

    /** RFC 3501 §7.3.2. */
    public void recent(long count) throws IOException {
        out.ascii("* ").number(count).ascii(" RECENT\r\n");
    }

    public void expunge(long sequenceNumber) throws IOException {
        out.ascii("* ").number(sequenceNumber).ascii(" EXPUNGE\r\n");
    }

    /** RFC 7162 §3.2.10. */
    public void vanished(boolean earlier, SequenceSet uids) throws IOException {
        out.ascii(earlier ? "* VANISHED (EARLIER) " : "* VANISHED ");
        numbers(uids);
        out.crlf();
    }

    /** FLAGS: what is in use in the mailbox. RFC 9051 §7.3.5. */
    public void flags(Collection<String> flags) throws IOException {
        out.ascii("* FLAGS (").ascii(String.join(" ", flags)).ascii(")\r\n");
    }

    public void list(ListEntry entry) throws IOException {
        out.ascii("* LIST (").ascii(String.join(" ", entry.attributes())).ascii(") \"/\" ");
        mailbox(entry.name());
        boolean childInfo = !entry.childInfo().isEmpty();
        if (childInfo || entry.oldName().isPresent()) {
            out.ascii(" (");
            if (childInfo) {
                out.ascii("\"CHILDINFO\" (\"")
                        .ascii(String.join("\" \"", entry.childInfo()))
                        .ascii("\")");
            }
            if (entry.oldName().isPresent()) {
                out.ascii(childInfo ? " " : "").ascii("\"OLDNAME\" (");
                mailbox(entry.oldName().get());
                out.write(')');
            }
            out.write(')');
        }
        out.crlf();
    }

    /** The answer to LIST "" "", which tells the delimiter and the root. */
    public void listDelimiter() throws IOException {
        out.ascii("* LIST (\\Noselect) \"/\" \"\"\r\n");
    }

    /** The answer to LSUB "" "". */
    public void lsubDelimiter() throws IOException {
        out.ascii("* LSUB (\\Noselect) \"/\" \"\"\r\n");
    }

    /** RFC 3501 §7.2.3. */
    public void lsub(List<String> attributes, MailboxName name) throws IOException {
        out.ascii("* LSUB (").ascii(String.join(" ", attributes)).ascii(") \"/\" ");
        mailbox(name);
        out.crlf();
    }

    /**
     * One personal namespace, the root. RFC 9051 §7.3.3.
     *
     * @param others the level at which other people's mailboxes are named
     */
    public void namespace(String others) throws IOException {
        out.ascii("* NAMESPACE ((\"\" \"/\")) ((");
        string(others + MailboxName.DELIMITER);
        out.ascii(" \"/\")) NIL\r\n");
    }

    /**
     * ACL, LISTRIGHTS, MYRIGHTS. RFC 4314 §3.6 to §3.8.
     *
     * @param values identifiers and rights
     */
    public void rights(String response, MailboxName mailbox, String... values) throws IOException {
        out.ascii("* ").ascii(response).write(' ');
        mailbox(mailbox);
        for (String value : values) {
            out.write(' ');
            astring(value);
        }
        out.crlf();
    }

    public void status(MailboxName name, List<StatusValue> values) throws IOException {
        out.ascii("* STATUS ");
        mailbox(name);
        String before = " (";
        for (StatusValue value : values) {
            out.ascii(before).ascii(value.item().name()).write(' ').ascii(value.wire());
            before = " ";
        }
        out.ascii(values.isEmpty() ? " ()\r\n" : ")\r\n");
    }

    /** RFC 2971 §3.2. */
    public void id(Map<String, String> fields) throws IOException {
        out.ascii("* ID ");
        String before = "(";
        for (Map.Entry<String, String> field : fields.entrySet()) {
            out.ascii(before);
            string(field.getKey());
            out.write(' ');
            string(field.getValue());
            before = " ";
        }
        out.ascii(fields.isEmpty() ? "NIL\r\n" : ")\r\n");
    }

    /** RFC 3501 §7.2.5; with the highest mod-sequence RFC 7162 §3.1.5. */
    public void search(long[] numbers, OptionalLong modSeq) throws IOException {
        out.ascii("* SEARCH");
        for (long number : numbers) {
            out.write(' ').number(number);
        }
        if (modSeq.isPresent() && numbers.length > 0) {
            out.ascii(" (MODSEQ ").number(modSeq.getAsLong()).write(')');
        }
        out.crlf();
    }

    public void esearch(Tag tag, SearchAnswer answer) throws IOException {
        out.ascii("* ESEARCH (TAG \"").ascii(tag.value()).ascii("\")");
        if (answer.numbering() == Numbering.UID) {
            out.ascii(" UID");
        }
        item(" MIN ", answer.min());
        item(" MAX ", answer.max());
        item(" COUNT ", answer.count());
        if (answer.all().isPresent() && !answer.all().get().isEmpty()) {
            out.ascii(" ALL ");
            numbers(answer.all().get());
        }
        item(" MODSEQ ", answer.modSeq());
        out.crlf();
    }

    private void item(String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            out.ascii(name).number(value.getAsLong());
        }
    }

    /** A closed sequence set. */
    public void numbers(SequenceSet set) throws IOException {
        for (int i = 0; i < set.rangeCount(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.number(set.first(i));
            if (set.last(i) != set.first(i)) {
                out.write(':').number(set.last(i));
            }
        }
    }

    public void mailbox(MailboxName name) throws IOException {
        if (names == NameEncoding.UTF8) {
            astring(name.value());
        } else {
            astring(name.modifiedUtf7());
        }
    }

    /** As an atom where it can be, else as a string. */
    public void astring(String text) throws IOException {
        if (isAtom(text)) {
            out.ascii(text);
        } else {
            string(text);
        }
    }

    private static boolean isAtom(String text) {
        if (text.isEmpty() || text.equalsIgnoreCase("NIL")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7F || "(){%*\"\\[]".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** A string, quoted where that can carry it, else a literal. */
    public void string(String text) throws IOException {
        if (isQuotable(text)) {
            quoted(text);
            return;
        }
        byte[] octets = text.replace('\0', '?').getBytes(StandardCharsets.UTF_8);
        out.write('{').number(octets.length).ascii("}\r\n").write(octets);
    }

    private boolean isQuotable(String text) {
        if (text.length() > MAX_QUOTED) {
            return false;
        }
        int end = names == NameEncoding.UTF8 ? Character.MAX_VALUE : 0x7E;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7F || c > end) {
                return false;
            }
        }
        return true;
    }

    private void quoted(String text) throws IOException {
        String escaped = text;
        if (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0) {
            escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
        }
        out.write('"').utf8(escaped).write('"');
    }
}
