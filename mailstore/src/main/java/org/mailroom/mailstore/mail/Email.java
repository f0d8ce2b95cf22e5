package org.mailroom.mailstore.mail;

import org.mailroom.mailstore.mime.Summary;

/**
 * A stored email, without its content.
 *
 * @param id EMAILID as a number
 * @param threadId THREADID as a number; see {@link #threadObjectId()}
 * @param size octets
 * @param received INTERNALDATE, seconds since 1970
 * @param summary everything FETCH needs without the content
 */
public record Email(long id, long threadId, long size, long received, Summary summary) {
    /** EMAILID as RFC 8474 §5.1 shows it. */
    public String objectId() {
        return "M" + id;
    }

    /** THREADID as RFC 8474 §5.2 shows it. */
    public String threadObjectId() {
        return "T" + threadId;
    }
}
