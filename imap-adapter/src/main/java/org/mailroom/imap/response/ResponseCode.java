package org.mailroom.imap.response;

import org.mailroom.imap.command.SequenceSet;

import java.util.List;

/** What stands in brackets before the text of a status response. RFC 9051 §7.1. */
public sealed interface ResponseCode {
    /** What goes between the brackets. */
    String wire();

    /** Codes without arguments. */
    enum Plain implements ResponseCode {
        ALERT,
        ALREADYEXISTS,
        AUTHENTICATIONFAILED,
        AUTHORIZATIONFAILED,
        CANNOT,
        CLIENTBUG,
        CLOSED,
        CONTACTADMIN,
        CORRUPTION,
        EXPIRED,
        EXPUNGEISSUED,
        HASCHILDREN,
        INUSE,
        LIMIT,
        NONEXISTENT,
        /** RFC 7162 §3.1.2.2. */
        NOMODSEQ,
        NOPERM,
        NOTSAVED,
        OVERQUOTA,
        PARSE,
        PRIVACYREQUIRED,
        READ_ONLY,
        READ_WRITE,
        SERVERBUG,
        TOOBIG,
        TRYCREATE,
        UIDNOTSTICKY,
        UNAVAILABLE,
        UNKNOWN_CTE,
        /** RFC 6154 §3. */
        USEATTR;

        private final String wire = name().replace('_', '-');

        @Override
        public String wire() {
            return wire;
        }
    }

    record BadCharset(List<String> supported) implements ResponseCode {
        @Override
        public String wire() {
            return "BADCHARSET (" + String.join(" ", supported) + ")";
        }
    }

    record Capability(List<String> capabilities) implements ResponseCode {
        @Override
        public String wire() {
            return "CAPABILITY " + String.join(" ", capabilities);
        }
    }

    /** Flags that can be kept, and whether new keywords can be made. */
    record PermanentFlags(List<String> flags, boolean newKeywords) implements ResponseCode {
        @Override
        public String wire() {
            String list = String.join(" ", flags);
            if (newKeywords) {
                list = list.isEmpty() ? "\\*" : list + " \\*";
            }
            return "PERMANENTFLAGS (" + list + ")";
        }
    }

    record UidNext(long uid) implements ResponseCode {
        @Override
        public String wire() {
            return "UIDNEXT " + uid;
        }
    }

    record UidValidity(long value) implements ResponseCode {
        @Override
        public String wire() {
            return "UIDVALIDITY " + value;
        }
    }

    /** The first unseen message. RFC 3501 §7.1. */
    record Unseen(long sequenceNumber) implements ResponseCode {
        @Override
        public String wire() {
            return "UNSEEN " + sequenceNumber;
        }
    }

    record AppendUid(long uidValidity, SequenceSet uids) implements ResponseCode {
        @Override
        public String wire() {
            return "APPENDUID " + uidValidity + " " + uids;
        }
    }

    /** Both sets list as many UIDs, and in the same order. */
    record CopyUid(long uidValidity, SequenceSet from, SequenceSet to) implements ResponseCode {
        @Override
        public String wire() {
            return "COPYUID " + uidValidity + " " + from + " " + to;
        }
    }

    /** RFC 7162 §3.1.2.1. */
    record HighestModSeq(long modSeq) implements ResponseCode {
        @Override
        public String wire() {
            return "HIGHESTMODSEQ " + modSeq;
        }
    }

    /** RFC 7162 §3.1.3. */
    record Modified(SequenceSet messages) implements ResponseCode {
        @Override
        public String wire() {
            return "MODIFIED " + messages;
        }
    }

    /** RFC 8474 §4.1. */
    record MailboxId(String id) implements ResponseCode {
        @Override
        public String wire() {
            return "MAILBOXID (" + id + ")";
        }
    }
}
