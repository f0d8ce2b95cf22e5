package org.mailroom.imap.parser;

import org.mailroom.imap.command.Acl;
import org.mailroom.imap.command.MailboxName;
import org.mailroom.imap.command.Tag;

import java.io.IOException;

/** Arguments of the commands about rights. RFC 4314 §4. */
final class AclParser {
    /** Those of RFC 4314 §2.1 and the two old ones of §2.1.1. */
    private static final String RIGHTS = "lrswipkxteacd";

    private final Arguments in;

    AclParser(Arguments in) {
        this.in = in;
    }

    Acl set(Tag tag) throws IOException {
        MailboxName mailbox = mailbox();
        String identifier = identifier();
        in.space();
        return new Acl.Set(tag, mailbox, identifier, rights());
    }

    Acl delete(Tag tag) throws IOException {
        return new Acl.Delete(tag, mailbox(), identifier());
    }

    Acl show(Tag tag) throws IOException {
        return new Acl.Show(tag, mailbox());
    }

    Acl possible(Tag tag) throws IOException {
        return new Acl.Possible(tag, mailbox(), identifier());
    }

    Acl mine(Tag tag) throws IOException {
        return new Acl.Mine(tag, mailbox());
    }

    private MailboxName mailbox() throws IOException {
        in.space();
        return in.mailbox();
    }

    private String identifier() throws IOException {
        in.space();
        return in.utf8("an identifier");
    }

    private String rights() throws IOException {
        String rights = in.utf8("rights");
        int start = rights.startsWith("+") || rights.startsWith("-") ? 1 : 0;
        for (int i = start; i < rights.length(); i++) {
            if (RIGHTS.indexOf(rights.charAt(i)) < 0) {
                // RFC 4314 §3.1: a right that is not known is an error in the command.
                throw in.error("expected rights");
            }
        }
        return rights;
    }
}
