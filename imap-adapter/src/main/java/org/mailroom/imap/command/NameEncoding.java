package org.mailroom.imap.command;

/**
 * How mailbox names travel: in seven bits until the client enables IMAP4rev2 or UTF8=ACCEPT, then
 * as they are. RFC 3501 §5.1.3, RFC 9051 §5.1, RFC 6855 §3.
 */
public enum NameEncoding {
    MODIFIED_UTF7,
    UTF8
}
