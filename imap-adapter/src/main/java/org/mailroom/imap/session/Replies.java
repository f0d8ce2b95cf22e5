package org.mailroom.imap.session;

import org.mailroom.imap.response.ResponseCode;
import org.mailroom.mailstore.refusal.Refused;

/** What a refusal of the store is called in IMAP. RFC 9051 §7.1. */
final class Replies {
    private Replies() {}

    static Reply to(Refused refused) {
        return Reply.no(code(refused.reason()), String.valueOf(refused.getMessage()));
    }

    private static ResponseCode.Plain code(Refused.Reason reason) {
        return switch (reason) {
            case NONEXISTENT -> ResponseCode.Plain.NONEXISTENT;
            case ALREADY_EXISTS -> ResponseCode.Plain.ALREADYEXISTS;
            case CANNOT, BAD_NAME, LOOP -> ResponseCode.Plain.CANNOT;
            case HAS_CHILDREN -> ResponseCode.Plain.HASCHILDREN;
            case NO_PERMISSION, SENDER_NOT_OWN, POLICY, UNKNOWN_RECIPIENT, RECIPIENT_DISABLED ->
                    ResponseCode.Plain.NOPERM;
            case OVER_QUOTA -> ResponseCode.Plain.OVERQUOTA;
            case TOO_BIG -> ResponseCode.Plain.TOOBIG;
            case LIMIT, RATE -> ResponseCode.Plain.LIMIT;
            case EXPUNGED -> ResponseCode.Plain.EXPUNGEISSUED;
            case UNAVAILABLE, CONFLICT -> ResponseCode.Plain.UNAVAILABLE;
            case CORRUPT -> ResponseCode.Plain.CORRUPTION;
        };
    }
}
