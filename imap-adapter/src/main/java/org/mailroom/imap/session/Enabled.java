package org.mailroom.imap.session;

import org.mailroom.imap.command.NameEncoding;

/**
 * What the client has switched on. Never off again but by logging out. RFC 9051 §6.3.1.
 *
 * @param condstore mod-sequences are told. RFC 7162 §3.1
 * @param qresync VANISHED takes EXPUNGE's place. RFC 7162 §3.2
 * @param utf8 names and strings in UTF-8. RFC 6855 §3
 * @param rev2 responses as IMAP4rev2 has them, which are in UTF-8 too. RFC 9051 §E
 */
record Enabled(boolean condstore, boolean qresync, boolean utf8, boolean rev2) {
    static final Enabled NOTHING = new Enabled(false, false, false, false);

    /** How mailbox names travel. */
    NameEncoding names() {
        return utf8 ? NameEncoding.UTF8 : NameEncoding.MODIFIED_UTF7;
    }

    Enabled withCondstore() {
        return new Enabled(true, qresync, utf8, rev2);
    }

    Enabled withQresync() {
        return new Enabled(true, true, utf8, rev2);
    }

    Enabled withUtf8() {
        return new Enabled(condstore, qresync, true, rev2);
    }

    Enabled withRev2() {
        return new Enabled(condstore, qresync, true, true);
    }
}
